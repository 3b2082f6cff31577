//! A pantry labels its jars with their number.

pub mod bad {
    use std::sync::Mutex;

    #[derive(Default)]
    pub struct Pantry {
        jars: Mutex<Vec<String>>,
    }

    impl Pantry {
        fn count(&self) -> usize {
            self.jars.lock().unwrap().len()
        }

        pub fn put_up(&self, fruit: &str) -> String {
            let mut jars = self.jars.lock().unwrap();
            jars.push(fruit.to_owned());
            format!("{fruit}, jar {}", self.count()) //~ double-lock
        }
    }
}

pub mod good {
    use std::sync::Mutex;

    #[derive(Default)]
    pub struct Pantry {
        jars: Mutex<Vec<String>>,
    }

    impl Pantry {
        fn count(&self) -> usize {
            self.jars.lock().unwrap().len()
        }

        pub fn put_up(&self, fruit: &str) -> String {
            let mut jars = self.jars.lock().unwrap();
            jars.push(fruit.to_owned());
            drop(jars);
            format!("{fruit}, jar {}", self.count())
        }
    }
}
