//! What a map of another library has in it is known as with one of the standard library.
use fnv::FnvHashMap;
use indexmap::IndexMap;
use rustc_hash::FxHashMap;
use tokio::sync::mpsc::UnboundedSender;

pub struct Board {
    by_name: IndexMap<String, UnboundedSender<u32>>,
    by_number: FxHashMap<u32, UnboundedSender<u32>>,
    by_room: FnvHashMap<u32, UnboundedSender<u32>>,
}

impl Board {
    pub fn tell(&mut self, name: &str, number: u32) {
        if let Some(named) = self.by_name.get_mut(name) {
            let _ = named.send(1);
        }
        if let Some(numbered) = self.by_number.get(&number) {
            let _ = numbered.send(2);
        }
        for (_, of_room) in &self.by_room {
            let _ = of_room.send(3);
        }
    }
}
