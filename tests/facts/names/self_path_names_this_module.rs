//! `self::` and `Self::` lead to this module's and this type's own functions.
pub struct Bell;

impl Bell {
    pub fn ring() {
        Self::strike(2);
        self::strike();
    }

    fn strike(times: u32) {
        let _ = times;
    }
}

fn strike() {
    std::thread::yield_now();
}
