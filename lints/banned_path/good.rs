//! Names that look like what the room's `conclint.toml` bans.

use std::time::Duration;

pub async fn function_of_the_same_name_of_a_library() {
    tokio::time::sleep(Duration::from_millis(5)).await;
}

pub mod function_of_the_same_name_of_our_own {
    pub fn sleep(nights: u32) -> u32 {
        nights * 8
    }

    pub fn week() -> u32 {
        sleep(7)
    }
}

pub mod import_that_hides_the_banned_name {
    use std::thread::yield_now as sleep;

    pub fn step_aside() {
        sleep();
    }
}

pub fn neighbour_in_the_same_module() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

pub fn method_of_the_same_name_of_another_type(parts: &[String], root: &std::path::Path) -> (String, std::path::PathBuf) {
    (parts.join(", "), root.join("berths"))
}

pub struct Convoy {
    ships: u32,
}

impl Convoy {
    pub fn join(&mut self, ship: u32) {
        self.ships += ship;
    }
}

pub fn method_of_the_same_name_of_our_own(convoy: &mut Convoy) {
    convoy.join(1);
}

pub fn variable_of_the_same_name(spawn: impl Fn(u32) -> u32) -> u32 {
    spawn(3)
}

pub fn name_in_a_text_or_a_comment() -> &'static str {
    // We do not use std::thread::sleep here.
    "std::thread::sleep"
}

pub mod module_of_the_same_name {
    pub mod mpsc {
        pub fn channel(metres: u32) -> u32 {
            metres / 2
        }
    }

    pub fn depth() -> u32 {
        mpsc::channel(40)
    }
}

pub mod ledger_of_stamps {
    pub fn open() -> u32 {
        1
    }
}

pub fn path_that_only_begins_with_the_same_letters() -> u32 {
    ledger_of_stamps::open()
}

pub async fn macro_of_the_same_name_of_a_library() -> (u32, u32) {
    tokio::join!(async { 1 }, async { 2 })
}

pub fn allowed_in_this_file() {
    std::thread::park();
}

pub fn channel_of_another_module() -> bool {
    let (orders, kitchen) = tokio::sync::mpsc::channel::<u32>(4);
    let sent = orders.try_send(1).is_ok();
    drop(kitchen);
    sent
}

pub struct Stall {
    pub spawn: u32,
}

pub fn field_of_the_same_name(stall: &Stall) -> u32 {
    stall.spawn + 1
}

pub mod inner {
    pub mod ledger {
        pub fn open() -> u32 {
            2
        }
    }
}

pub fn module_of_the_same_name_elsewhere() -> u32 {
    inner::ledger::open()
}
