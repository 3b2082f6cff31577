//! A local that its type's own constructor gives has that type, also with `Self` and a `Result` as what is returned.
pub struct Feed;

impl Feed {
    pub fn new() -> Self {
        Feed
    }

    pub fn open(_name: &str) -> Result<Self, String> {
        Ok(Self::new())
    }

    fn pull(&self) {}
}

pub fn run() -> Result<(), String> {
    let feed = Feed::new();
    feed.pull();
    let other = Feed::open("a")?;
    other.pull();
    Ok(())
}
