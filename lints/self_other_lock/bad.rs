//! Methods that lock the same field of both operands.

use std::cmp::Ordering;
use std::sync::{Arc, Mutex, RwLock};

struct Jar {
    beans: Mutex<u32>,
    label: RwLock<String>,
    lid: tokio::sync::Mutex<bool>,
    inner: Arc<Inner>,
}

struct Inner {
    grams: parking_lot::Mutex<u64>,
}

impl PartialEq for Jar {
    fn eq(&self, other: &Self) -> bool {
        *self.beans.lock().unwrap() == *other.beans.lock().unwrap() //~
    }
}

impl PartialOrd for Jar {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        let grams = self.inner.grams.lock();
        grams.partial_cmp(&other.inner.grams.lock()) //~
    }
}

impl Jar {
    fn merge(&self, other: &Jar) {
        let mut beans = self.beans.lock().unwrap();
        *beans += *other.beans.lock().unwrap(); //~
    }

    fn pour_into(&self, other: &Jar, beans: u32) {
        let mut from = self.beans.lock().unwrap();
        let mut to = other.beans.lock().unwrap(); //~
        *from -= beans;
        *to += beans;
    }

    fn take_from(&self, other: &Arc<Jar>) {
        let taken = other.beans.lock().unwrap();
        *self.beans.lock().unwrap() += *taken; //~
    }

    fn copy_label(&self, other: &Self) {
        let label = other.label.read().unwrap();
        self.label.write().unwrap().clone_from(&label); //~
    }

    fn has_the_label_of(&self, other: &Self) -> bool {
        *self.label.read().unwrap() == *other.label.read().unwrap() //~
    }

    async fn open_with(&self, other: &Jar) {
        let mut lid = self.lid.lock().await;
        *lid = *other.lid.lock().await; //~
    }
}
