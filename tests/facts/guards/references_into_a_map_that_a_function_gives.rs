//! What a function gives that goes over the items of a map keeps a part of the map locked, and so does what is collected.
use dashmap::DashMap;
use dashmap::mapref::multiple::RefMulti;

pub struct Port {
    ships: DashMap<u32, String>,
}

impl Port {
    fn larger(&self, size: u32) -> impl Iterator<Item = RefMulti<'_, u32, String>> {
        self.ships.iter().filter(move |ship| *ship.key() > size)
    }

    pub fn clear(&self, size: u32) {
        let ships: Vec<_> = self.larger(size).collect();
        println!("{}", ships.len());
    }
}
