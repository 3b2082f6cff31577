//! Functions in a circle never end where one of them loops forever, however many calls lead there.
async fn ferry() { //? forever in loop 24:5 through 3:5 through 7:5 through 11:5 through 15:5 through 19:5
    dock().await;
}

async fn dock() {
    moor().await;
}

async fn moor() {
    tie().await;
}

async fn tie() {
    unload().await;
}

async fn unload() {
    left(3);
}

fn left(depth: u32) { //? forever in loop 24:5
    right(depth);
    loop {
        std::thread::yield_now();
    }
}

fn right(depth: u32) { //? forever in loop 24:5 through 31:9
    if depth > 0 {
        left(depth - 1);
    }
}
