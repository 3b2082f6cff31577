//! A borrow of a `RefCell` is a guard of it, also by an alias and behind `Rc`.
use std::cell::RefCell;
use std::rc::Rc;

type Shared<T> = Rc<RefCell<T>>;

pub fn read(valves: &Shared<Vec<bool>>) -> usize {
    let open = valves.borrow();
    open.len()
}

pub fn turn(valves: &Shared<Vec<bool>>) {
    let mut open = valves.borrow_mut();
    open.push(true);
    if let Ok(mut again) = valves.try_borrow_mut() {
        again.clear();
    }
}
