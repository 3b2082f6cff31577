//! Futures that are run to their end where nothing else is polled, and those that are awaited.

use std::sync::Arc;
use std::thread;

use futures::executor;
use tokio::runtime::{Builder, Handle, Runtime};
use tokio::sync::Mutex;
use tokio::task::LocalSet;

#[derive(Default)]
struct Library {
    books: Mutex<Vec<String>>,
}

impl Library {
    async fn count(&self) -> usize {
        self.books.lock().await.len()
    }

    fn count_now(&self, runtime: &Runtime) -> usize {
        runtime.block_on(self.count())
    }
}

struct Reader;

impl Reader {
    fn block_on(&self, book: usize) -> usize {
        book
    }
}

async fn what_is_awaited(library: &Library) -> usize {
    library.count().await
}

fn plain_code(library: &Library) -> usize {
    let runtime = Builder::new_current_thread().build().unwrap();
    runtime.block_on(library.count()) + library.count_now(&runtime)
}

async fn a_method_of_its_own(reader: &Reader, library: &Library) -> usize {
    reader.block_on(library.count().await)
}

// Threads for code that blocks.

async fn on_threads_for_it(library: Arc<Library>) -> usize {
    let shared = library.clone();
    let handle = Handle::current();
    let first = tokio::task::spawn_blocking(move || handle.block_on(shared.count())).await.unwrap();
    let second = tokio::task::block_in_place(|| Handle::current().block_on(library.count()));
    let counting = thread::spawn(move || executor::block_on(library.count()));
    first + second + tokio::task::spawn_blocking(|| counting.join().unwrap()).await.unwrap()
}

fn in_a_closure_of_a_thread(library: Arc<Library>) -> thread::JoinHandle<usize> {
    thread::spawn(move || {
        let runtime = Runtime::new().unwrap();
        runtime.block_on(async { library.count().await })
    })
}

// The thread has no other tasks.

fn one_in_the_other(library: &Library) -> usize {
    executor::block_on(async {
        let books = executor::block_on(library.count());
        books + 1
    })
}

async fn by_the_main_thread(library: Arc<Library>) -> usize {
    executor::block_on(library.count())
}

#[tokio::main]
async fn main() {
    let library = Arc::new(Library::default());
    println!("{}", by_the_main_thread(library).await);
}

// It runs tasks while it is awaited.

async fn what_a_local_set_runs(library: &Library) -> usize {
    let local = LocalSet::new();
    local.run_until(library.count()).await
}

// Nobody who is polled calls it.

fn only_called_by_plain_code(library: &Library) -> usize {
    executor::block_on(library.count())
}

fn plain(library: &Library) {
    println!("{}", only_called_by_plain_code(library));
}
