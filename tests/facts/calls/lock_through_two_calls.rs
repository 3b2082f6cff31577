//! What a function locks, its callers lock: the place is put in terms of each caller, and a local lock stays behind.

use std::sync::Mutex;

struct Harbour {
    gates: Mutex<Vec<u32>>,
}

impl Harbour {
    fn note(&self, id: u32) { //? locks self.gates exclusively
        self.gates.lock().unwrap().push(id);
    }

    fn log(&self, id: u32) { //? locks self.gates exclusively
        if id > 3 {
            self.note(id);
        }
    }
}

fn of_another(harbour: &Harbour) { //? locks harbour.gates exclusively
    harbour.log(7);
}

fn of_its_own() {
    let own = Harbour { gates: Mutex::default() };
    own.log(7);
}

fn waits() { //? blocks by a sleep
    std::thread::sleep(std::time::Duration::from_secs(1));
}
