//! `extern crate a as b` names the crate for all modules, whose `use` began at the root in edition 2015.
//! Edition 2015.

extern crate tokio as rt;

mod ropes {
    use rt::spawn;

    fn pull() {
        spawn(ring()); //? tokio::spawn
    }

    fn ring() -> impl ::std::future::Future<Output = ()> {
        ::std::future::ready(())
    }
}
