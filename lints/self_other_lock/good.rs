//! Methods whose two guards do not overlap, or whose operands are two values.

use std::cell::RefCell;
use std::sync::{Arc, Mutex, RwLock};

struct Jar {
    number: u32,
    beans: Mutex<u32>,
    nuts: Mutex<u32>,
    label: RwLock<String>,
    notes: RefCell<Vec<String>>,
}

// One after the other.

impl PartialEq for Jar {
    fn eq(&self, other: &Self) -> bool {
        let beans = *self.beans.lock().unwrap();
        beans == *other.beans.lock().unwrap()
    }
}

impl Jar {
    fn a_copy_of_the_label(&self, other: &Self) -> bool {
        let label = self.label.read().unwrap().clone();
        label == *other.label.read().unwrap()
    }

    fn a_guard_that_is_dropped(&self, other: &Jar) {
        let beans = self.beans.lock().unwrap();
        let poured = *beans;
        drop(beans);
        *other.beans.lock().unwrap() += poured;
    }

    fn a_guard_in_a_block(&self, other: &Jar) {
        let poured = { *self.beans.lock().unwrap() };
        *other.beans.lock().unwrap() += poured;
    }

    // Two values for sure.

    fn told_apart_by_their_addresses(&self, other: &Jar) -> bool {
        if std::ptr::eq(self, other) {
            return true;
        }
        *self.beans.lock().unwrap() == *other.beans.lock().unwrap()
    }

    fn told_apart_by_their_pointers(self: &Arc<Self>, other: &Arc<Self>) -> bool {
        Arc::ptr_eq(self, other) || *self.beans.lock().unwrap() == *other.beans.lock().unwrap()
    }

    fn the_smaller_number_first(&self, other: &Jar) -> u32 {
        if self.number < other.number {
            let beans = self.beans.lock().unwrap();
            *beans + *other.beans.lock().unwrap()
        } else {
            let beans = other.beans.lock().unwrap();
            *beans + *self.beans.lock().unwrap()
        }
    }

    // Two locks.

    fn another_field(&self, other: &Jar) {
        let nuts = self.nuts.lock().unwrap();
        *other.beans.lock().unwrap() += *nuts;
    }

    fn both_of_self(&self) {
        let nuts = self.nuts.lock().unwrap();
        *self.beans.lock().unwrap() += *nuts;
    }

    fn another_type(&self, shelf: &Shelf) {
        let beans = self.beans.lock().unwrap();
        *shelf.beans.lock().unwrap() += *beans;
    }

    // Nobody waits.

    fn only_tried_for(&self, other: &Jar) -> bool {
        let beans = self.beans.lock().unwrap();
        other.beans.try_lock().is_ok_and(|others| *others == *beans)
    }

    fn cells_that_are_read(&self, other: &Jar) -> bool {
        *self.notes.borrow() == *other.notes.borrow()
    }

    fn borrowed_alone(&mut self, other: &mut Jar) {
        *self.beans.get_mut().unwrap() += *other.beans.get_mut().unwrap();
    }
}

struct Shelf {
    beans: Mutex<u32>,
}
