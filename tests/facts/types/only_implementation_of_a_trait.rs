//! Where the package has one implementation of a trait, a call through a bound, a field or the trait's own code means its method; a test's own implementation is none of these.
pub trait Clock {
    fn wait(&self);
    fn wait_twice(&self) {
        self.wait();
    }
}

struct Wall;
impl Clock for Wall {
    fn wait(&self) {
        std::thread::sleep(std::time::Duration::from_secs(1));
    }
}

pub struct Tower<K> {
    clock: K,
}
impl<C: Clock> Tower<C> {
    pub fn strike(&self) {
        self.clock.wait();
    }
}

pub fn bound<C>(clock: C)
where
    C: Clock,
{
    clock.wait_twice();
    C::wait(&clock);
}

#[cfg(test)]
mod tests {
    struct Still;
    impl super::Clock for Still {
        fn wait(&self) {}
    }
}
