//! Work of a pool that is waited for with a lock held which its jobs take.

use std::sync::{Mutex, RwLock};

use rayon::prelude::*;

struct Orchard {
    apples: Mutex<u32>,
    baskets: RwLock<Vec<u32>>,
    trees: Vec<u32>,
}

static HARVEST: Mutex<u32> = Mutex::new(0);

impl Orchard {
    fn each_job_takes_the_lock(&self) {
        let apples = self.apples.lock().unwrap();
        self.trees.par_iter().for_each(|tree| { //~
            *self.apples.lock().unwrap() += tree;
        });
        println!("{apples}");
    }

    fn through_a_function(&self) {
        let mut apples = self.apples.lock().unwrap();
        *apples += self.trees.par_iter().map(|tree| self.pick(*tree)).sum::<u32>(); //~
    }

    fn pick(&self, tree: u32) -> u32 {
        *self.apples.lock().unwrap() += tree;
        tree
    }

    fn a_writer_under_a_reader(&self) {
        let baskets = self.baskets.read().unwrap();
        self.trees.par_iter().for_each(|tree| { //~
            self.baskets.write().unwrap().push(*tree);
        });
        println!("{}", baskets.len());
    }

    fn a_join(&self) {
        let apples = self.apples.lock().unwrap();
        rayon::join(|| self.pick(1), || self.pick(2)); //~
        println!("{apples}");
    }

    fn into_parts(&self, trees: Vec<u32>) {
        let apples = self.apples.lock().unwrap();
        let picked: Vec<u32> = trees.into_par_iter().map(|tree| self.pick(tree)).collect(); //~
        println!("{apples} {}", picked.len());
    }

    fn in_pieces(&self) {
        let apples = self.apples.lock().unwrap();
        self.trees.par_chunks(4).for_each(|trees| { //~
            *self.apples.lock().unwrap() += trees.len() as u32;
        });
        println!("{apples}");
    }
}

fn a_static(trees: &[u32]) {
    let harvest = HARVEST.lock().unwrap();
    trees.par_iter().for_each(|tree| *HARVEST.lock().unwrap() += tree); //~
    println!("{harvest}");
}

fn nobody_takes_it_but_another_job_may(orchard: &Orchard) -> u32 {
    let mut apples = orchard.apples.lock().unwrap();
    *apples += orchard.trees.par_iter().sum::<u32>(); //~
    *apples
}
