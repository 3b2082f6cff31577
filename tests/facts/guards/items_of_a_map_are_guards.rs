//! Each item of a map's iterator keeps a part of the map locked to the end of its iteration.
use dashmap::DashMap;

pub fn ring(towers: &DashMap<u8, String>) {
    for tower in towers.iter() {
        println!("{}", tower.value().len());
        println!("{}", towers.len());
    }
    println!("done");
}
