//! Futures that are run to their end by code that is polled itself.

use std::sync::Arc;

use futures::executor;
use tokio::runtime::{Handle, Runtime};
use tokio::sync::{Mutex, mpsc};

struct Library {
    runtime: Runtime,
    books: Mutex<Vec<String>>,
}

impl Library {
    async fn count(&self) -> usize {
        self.books.lock().await.len()
    }

    async fn through_the_runtime_of_a_field(&self) {
        let books = self.runtime.block_on(self.count()); //~
        println!("{books} books");
    }

    // A plain function for callers without a runtime.
    fn count_now(&self) -> usize {
        self.runtime.block_on(self.count()) //~
    }

    async fn through_a_plain_function(&self) {
        println!("{} books", self.count_now());
    }
}

async fn through_a_handle(library: Arc<Library>) {
    let books = Handle::current().block_on(async { library.count().await }); //~
    println!("{books} books");
}

async fn by_an_executor_that_blocks(library: &Library) {
    let books = executor::block_on(library.count()); //~
    println!("{books} books");
}

async fn in_a_task(library: Arc<Library>, mut readers: mpsc::Receiver<String>) {
    let desk = tokio::spawn(async move {
        while let Some(reader) = readers.recv().await {
            let books = futures::executor::block_on(library.count()); //~
            println!("{reader} finds {books} books");
        }
    });
    desk.await.unwrap();
}

async fn in_a_block_that_is_awaited(library: &Library) {
    let counting = async {
        let books = smol::block_on(library.count()); //~
        println!("{books} books");
    };
    counting.await;
}

fn list(library: &Library) -> Vec<String> {
    executor::block_on(async { library.books.lock().await.clone() }) //~
}

async fn through_a_free_function(library: Arc<Library>) {
    for book in list(&library) {
        println!("{book}");
    }
}

#[tokio::main]
async fn main() {
    let runtime = Runtime::new().unwrap();
    let library = Library { runtime: Runtime::new().unwrap(), books: Mutex::default() };
    let books = runtime.block_on(library.count()); //~
    println!("{books} books");
}

// Pedantic: several plain functions, or a closure, lie between.

fn weigh(library: &Library) -> usize {
    executor::block_on(library.count()) //~
}

fn weigh_all(libraries: &[Library]) -> usize {
    libraries.iter().map(|library| weigh(library)).sum()
}

async fn through_two_functions_and_a_closure(libraries: Vec<Library>) {
    println!("{}", weigh_all(&libraries));
}

async fn in_a_closure(libraries: Vec<Library>) -> usize {
    libraries.iter().map(|library| executor::block_on(library.count())).sum() //~
}

/// The thread waits for others that run, and only for a moment; pedantic.
struct Drawer {
    items: tokio::sync::RwLock<Vec<u32>>,
}

impl Drawer {
    fn sum(&self) -> u32 {
        executor::block_on(self.items.read()).iter().sum() //~
    }

    async fn put(&self, item: u32) {
        self.items.write().await.push(item);
    }

    async fn through_a_lock_held_for_moments(&self) {
        println!("{}", self.sum());
    }
}
