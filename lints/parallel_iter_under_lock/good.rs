//! Work of a pool with no lock held, or over what the lock guards.

use std::sync::{Mutex, RwLock};

use rayon::prelude::*;

struct Orchard {
    apples: Mutex<u32>,
    baskets: RwLock<Vec<u32>>,
    trees: Vec<u32>,
}

/// A type of our own with a method of that name.
struct Row;

impl Row {
    fn join(&self, other: &Row) -> Row {
        let _ = other;
        Row
    }
}

impl Orchard {
    fn pick(&self, tree: u32) -> u32 {
        *self.apples.lock().unwrap() += tree;
        tree
    }

    // The lock is free before.

    fn each_job_takes_it_for_itself(&self) {
        self.trees.par_iter().for_each(|tree| {
            *self.apples.lock().unwrap() += tree;
        });
    }

    fn dropped_before(&self) {
        let mut apples = self.apples.lock().unwrap();
        *apples = 0;
        drop(apples);
        self.trees.par_iter().for_each(|tree| {
            self.pick(*tree);
        });
    }

    fn in_a_block_of_its_own(&self) {
        {
            let mut apples = self.apples.lock().unwrap();
            *apples = 0;
        }
        rayon::join(|| self.pick(1), || self.pick(2));
    }

    fn a_temporary_is_gone(&self) {
        *self.apples.lock().unwrap() = 0;
        rayon::join(|| self.pick(1), || self.pick(2));
    }

    fn taken_after_the_work(&self) {
        let sum: u32 = self.trees.par_iter().sum();
        *self.apples.lock().unwrap() += sum;
    }

    fn with_a_copy(&self) {
        let baskets = self.baskets.read().unwrap().clone();
        baskets.par_iter().for_each(|basket| {
            self.pick(*basket);
        });
    }

    // What is gone over is what the lock guards.

    fn what_is_guarded(&self) -> u32 {
        let baskets = self.baskets.read().unwrap();
        baskets.par_iter().map(|basket| basket * 2).sum()
    }

    fn what_is_guarded_is_changed(&self) {
        let mut baskets = self.baskets.write().unwrap();
        baskets.par_iter_mut().for_each(|basket| *basket += 1);
    }

    fn what_is_guarded_as_a_temporary(&self) -> u32 {
        self.baskets.read().unwrap().par_iter().sum()
    }

    // No work of a pool.

    fn one_after_another(&self) -> u32 {
        let apples = self.apples.lock().unwrap();
        *apples + self.trees.iter().sum::<u32>()
    }

    fn words_are_joined(&self, names: &[String]) {
        let apples = self.apples.lock().unwrap();
        println!("{apples} {}", names.join(", "));
    }

    fn rows_are_joined(&self, row: &Row) -> Row {
        let _apples = self.apples.lock().unwrap();
        row.join(&Row)
    }

    fn nobody_waits_for_the_job(&'static self) {
        let apples = self.apples.lock().unwrap();
        rayon::spawn(|| {
            self.pick(1);
        });
        println!("{apples}");
    }

    // Nobody else has the lock.

    fn its_own_lock(&self) -> u32 {
        let sum = Mutex::new(0);
        let mut all = sum.lock().unwrap();
        *all += self.trees.par_iter().sum::<u32>();
        *all
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_test_may_hold_it() {
        let orchard = Orchard { apples: Mutex::new(0), baskets: RwLock::default(), trees: vec![1] };
        let apples = orchard.apples.lock().unwrap();
        assert_eq!(orchard.trees.par_iter().sum::<u32>(), *apples + 1);
    }
}
