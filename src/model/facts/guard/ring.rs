//! Three locks that are taken in a ring: each under the one before, and the first under the last.

use crate::model::Crate;
use crate::model::facts::guard::Guard;
use crate::model::facts::guard::order::{Nested, Nesting};
use crate::model::library::locks::Mode;
use crate::model::silence::{Asked, Silence};
use crate::model::source::tables::BodyId;

/// Three locks, each of which is taken under the one before.
pub struct Ring<'c> {
    /// The first of the three in the source.
    pub here: Nesting<'c>,
    pub second: Nesting<'c>,
    pub third: Nesting<'c>,
}

impl<'c> Guard<'c> {
    /// Where a lock is taken under this guard, another one under that, and this one under the other, where no two of them are
    /// taken in both orders. It counts at the first of the three in the source.
    pub fn taken_in_ring(self) -> Asked<Ring<'c>> {
        let own = self.krate.nested_under(self).iter();
        own.filter(|one| one.counts()).find_map(|one| self.krate.ring_from(one)).ok_or(Silence::NotMine)
    }
}

impl Crate {
    fn ring_from<'c>(&'c self, one: &'c Nested) -> Option<Ring<'c>> {
        let nestings = self.nested_locks();
        let (first, second) = one.locks();
        nestings.taken_under(second).iter().filter(|third| **third != first).find_map(|third| {
            let two = nestings.first_in_order(second, *third)?;
            let three = nestings.first_in_order(*third, first)?;
            let both_ways = nestings.first_in_order(second, first).is_some()
                || nestings.first_in_order(*third, second).is_some()
                || nestings.first_in_order(first, *third).is_some();
            let is_first = nestings.first_in_order(first, second).is_some_and(|along| self.is_same_nesting(along, one));
            let comes_first = is_first && one.guard() < two.guard() && one.guard() < three.guard();
            (comes_first && !both_ways && self.can_meet(&[one, two, three])).then(|| Ring {
                here: self.nesting(one),
                second: self.nesting(two),
                third: self.nesting(three),
            })
        })
    }

    fn is_same_nesting(&self, one: &Nested, other: &Nested) -> bool {
        one.guard() == other.guard() && one.under() == other.under()
    }

    /// Whether three who take locks in a ring can each wait for the next: they run different code, none has its value for
    /// itself, no further lock keeps them apart, and of each lock somebody asks for more than to read with others.
    fn can_meet(&self, ring: &[&Nested; 3]) -> bool {
        let mode = |nested: &Nested| self.guards[nested.guard()].row.mode;
        let bodies: Vec<BodyId> = ring.iter().map(|one| self.body_at(self.guards[one.guard()].at)).collect();
        let apart = bodies[0] != bodies[1] && bodies[1] != bodies[2] && bodies[0] != bodies[2];
        let excluded = |n: usize| {
            let (holds, wants) = (ring[n], ring[(n + 2) % 3]);
            mode(holds) == Mode::Shared && wants.takes() == Mode::Shared
        };
        let gated = ring[0].gates().any(|gate| ring[1..].iter().all(|other| other.gates().any(|name| name == gate)));
        let alone = ring.iter().any(|one| self.has_both_alone(one).is_some());
        apart && !gated && !alone && !(0..3).any(excluded)
    }
}
