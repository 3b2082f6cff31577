//! A call on an own type means the method that its trait impl gives, and where it gives none the body that the trait has.
pub trait Work {
    fn step(&mut self);

    fn all(&mut self) {
        self.step();
    }
}

pub struct Mill;

impl Work for Mill {
    fn step(&mut self) {
        std::thread::sleep(std::time::Duration::from_millis(1));
    }
}

pub fn grind(mill: &mut Mill) {
    mill.step();
    mill.all();
}
