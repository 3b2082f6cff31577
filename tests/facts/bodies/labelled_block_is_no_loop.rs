//! Breaking a labelled block goes on behind the block, inside the loop: nothing leaves the loop.
pub fn watch(mut seen: u32) {
    loop {
        'found: {
            if seen > 3 {
                break 'found;
            }
            seen += 1;
        }
        std::thread::yield_now();
    }
}
