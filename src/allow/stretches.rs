//! Stretches of one file, so kept that those around a place are found without looking at all of them.

/// Stretches by where they begin; of as many as `n`, any question is answered in about `log n` steps.
#[derive(Debug, Default)]
pub(super) struct Stretches {
    starts: Vec<u32>,
    /// A tree over the ends: of the pair of nodes below each node the one that reaches further, the leaves last.
    furthest: Vec<u32>,
}

impl Stretches {
    /// Stretches from a first byte to a last one, sorted by the first.
    pub(super) fn new(all: impl ExactSizeIterator<Item = (u32, u32)>) -> Stretches {
        let count = all.len();
        let leaves = (count + 1).next_power_of_two();
        let (mut starts, mut furthest) = (Vec::with_capacity(count), vec![0; 2 * leaves]);
        for (n, (start, end)) in all.enumerate() {
            starts.push(start);
            furthest[leaves + n] = end;
        }
        for node in (1..leaves).rev() {
            furthest[node] = furthest[2 * node].max(furthest[2 * node + 1]);
        }
        Stretches { starts, furthest }
    }

    /// How many begin before a place.
    pub(super) fn begun_before(&self, place: u32) -> usize {
        self.starts.partition_point(|start| *start < place)
    }

    /// How many begin before a place or there.
    pub(super) fn begun_at(&self, place: u32) -> usize {
        self.starts.partition_point(|start| *start <= place)
    }

    /// Of the first so many stretches, the last one that reaches a place.
    pub(super) fn last_reaching(&self, place: u32, of_first: usize) -> Option<usize> {
        let leaves = self.furthest.len() / 2;
        let mut node = leaves + of_first;
        // The nodes whose leaves together are all before this one, from the right to the left.
        let reaches = loop {
            if node.is_power_of_two() {
                return None;
            }
            if node % 2 == 1 && self.furthest[node - 1] >= place {
                break node - 1;
            }
            node /= 2;
        };
        let mut node = reaches;
        while node < leaves {
            let right = 2 * node + 1;
            node = if self.furthest[right] >= place { right } else { right - 1 };
        }
        Some(node - leaves)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_it_finds_is_what_looking_at_each_finds() {
        for count in 0..9_u32 {
            let mut all: Vec<(u32, u32)> = (0..count).map(|n| (n * 7 % 5, n * 7 % 5 + n * 11 % 6)).collect();
            all.sort_unstable();
            let stretches = Stretches::new(all.iter().copied());
            for place in 1..14 {
                assert_eq!(stretches.begun_before(place), all.iter().filter(|(start, _)| *start < place).count());
                assert_eq!(stretches.begun_at(place), all.iter().filter(|(start, _)| *start <= place).count());
                for first in 0..=all.len() {
                    let wanted = all[..first].iter().rposition(|(_, end)| *end >= place);
                    assert_eq!(stretches.last_reaching(place, first), wanted, "{all:?} {place} {first}");
                }
            }
        }
    }
}
