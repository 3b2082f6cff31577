//! A call through `dyn`, `impl` or a type parameter's bound means the trait's own method where the package has no implementation.
pub trait Clock {
    fn wait(&self);
}

pub fn boxed(clock: Box<dyn Clock>) {
    clock.wait();
}

pub fn given(clock: &impl Clock) {
    clock.wait();
}

pub fn bound<C: Clock>(clock: C) {
    clock.wait();
}
