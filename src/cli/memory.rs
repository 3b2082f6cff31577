//! How the process keeps memory that it has given back.

/// Gives freed memory back to the system: after a large package most of its memory would stay with the process for a while,
/// and the next such package come on top.
pub fn give_back() {
    // SAFETY: it may be called at any time, by any thread; where the allocator is not in use there is nothing to give back.
    unsafe { libmimalloc_sys::mi_collect(true) };
}
