//! A call through `dyn` or `impl` means the trait's own method, since nobody can tell which impl it will be; by a type parameter's bound it is a question mark.
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
