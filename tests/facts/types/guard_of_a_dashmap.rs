//! A reference into a DashMap is a guard of a shard, and so are its entry, its iterator and what the iterator gives.
use dashmap::DashMap;
use std::sync::Arc;
use std::sync::mpsc::Sender;

pub fn one(rooms: &Arc<DashMap<u32, Sender<u8>>>) {
    if let Some(room) = rooms.get(&7) {
        room.send(1).ok();
    }
    let Some(mut changed) = rooms.get_mut(&7) else { return };
    let inside = changed.value_mut();
    inside.send(2).ok();
    let downgraded = changed.downgrade();
    drop(downgraded);
}

pub fn filled(rooms: &DashMap<u32, Sender<u8>>, fresh: Sender<u8>) {
    let entry = rooms.entry(7);
    let room = entry.or_insert(fresh);
    room.send(3).ok();
}

pub fn all(rooms: &DashMap<u32, Sender<u8>>) {
    for room in rooms.iter() {
        room.send(4).ok();
    }
    for room in rooms {
        room.send(5).ok();
    }
}
