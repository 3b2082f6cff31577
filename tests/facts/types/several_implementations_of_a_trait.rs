//! Of several implementations of a trait nobody can tell which a bound means: the call is the trait's; on a type that keeps the trait's own body it is that body.
pub trait Work: Tool {
    fn step(&mut self);

    fn all(&mut self) {
        self.step();
    }
}

pub trait Tool {
    fn sharpen(&mut self) {
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
}

pub struct Mill;
pub struct Saw;

impl Work for Mill {
    fn step(&mut self) {}
}

impl Work for Saw {
    fn step(&mut self) {}
}

impl Tool for Mill {}
impl Tool for Saw {}

pub fn run<W: Work>(mut work: W, saw: &mut Saw) {
    work.step();
    work.sharpen();
    saw.step();
    saw.all();
    Tool::sharpen(saw);
    Saw::sharpen(saw);
}
