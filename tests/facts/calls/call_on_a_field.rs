//! A call on a field is the method of the field's declared type.
pub struct Engine;

impl Engine {
    fn turn(&self) {
        std::thread::park_timeout(std::time::Duration::from_millis(50));
    }
}

pub struct Boat {
    engine: Engine,
    spare: Option<Box<Engine>>,
}

impl Boat {
    pub fn go(&self) {
        self.engine.turn();
        if let Some(spare) = &self.spare {
            spare.turn();
        }
    }
}
