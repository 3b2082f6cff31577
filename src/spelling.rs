//! The name that a user most likely meant.

/// The candidate nearest to `word`, where one is near enough to be worth saying.
pub fn nearest<'c>(word: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    let limit = 1 + word.len() / 4;
    candidates
        .into_iter()
        .map(|candidate| (distance(word, candidate), candidate))
        .filter(|&(distance, _)| distance <= limit)
        .min()
        .map(|(_, candidate)| candidate)
}

/// How many letters must be added, left out or changed to make `b` of `a`; `_` counts as `-`.
fn distance(a: &str, b: &str) -> usize {
    let letters = |s: &str| s.to_lowercase().replace('_', "-").chars().collect::<Vec<_>>();
    let (a, b) = (letters(a), letters(b));
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut corner = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let change = corner + usize::from(x != y);
            corner = row[j + 1];
            row[j + 1] = change.min(corner + 1).min(row[j] + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_is_near_and_another_word_is_not() {
        let names = ["timer-reset", "sleep-as-sync", "task", "time"];
        assert_eq!(nearest("timer_reset", names), Some("timer-reset"));
        assert_eq!(nearest("timer-rest", names), Some("timer-reset"));
        assert_eq!(nearest("tasks", names), Some("task"));
        assert_eq!(nearest("unwrap-used", names), None);
    }
}
