//! conclint: allow(unbounded-spawn) -- the cases here are about something else
//! Tasks whose error somebody learns of, or that have none.

use std::convert::Infallible;
use std::io;
use std::thread;

use futures::future::{FutureExt, join_all};
use tokio::net::TcpStream;
use tokio::sync::{mpsc, oneshot};
use tokio::task::{JoinHandle, JoinSet};

struct Ledger {
    path: String,
}

impl Ledger {
    async fn append(&self, line: &str) -> io::Result<()> {
        tokio::fs::write(&self.path, line).await
    }

    fn compact(&self) -> Result<u64, io::Error> {
        let before = std::fs::metadata(&self.path)?.len();
        std::fs::write(&self.path, "")?;
        Ok(before)
    }

    async fn touch(&self) {
        if let Err(error) = self.append("").await {
            eprintln!("{error}");
        }
    }
}

async fn greet(guest: TcpStream) -> io::Result<()> {
    guest.writable().await
}

// The task has no error to give.

async fn the_task_handles_it_itself(ledger: Ledger) {
    tokio::spawn(async move {
        if let Err(error) = ledger.append("opened").await {
            eprintln!("{error}");
        }
    });
}

async fn the_function_gives_nothing(ledger: Ledger) {
    tokio::spawn(async move { ledger.touch().await });
}

async fn the_task_throws_it_away_on_purpose(ledger: Ledger) {
    tokio::spawn(async move {
        let _ = ledger.append("opened").await;
    });
}

async fn it_cannot_fail(number: u32) {
    tokio::spawn(async move {
        println!("{number}");
        Ok::<(), Infallible>(())
    });
}

async fn count(numbers: Vec<u32>) -> Result<usize, ()> {
    let first = numbers.first().ok_or(())?;
    Ok(numbers.len() + *first as usize)
}

async fn recount(numbers: &[u32]) -> io::Result<usize> {
    println!("{numbers:?}");
    Ok(numbers.len())
}

async fn count_twice(numbers: &[u32]) -> io::Result<usize> {
    recount(numbers).await?;
    recount(numbers).await
}

async fn all_that_it_calls_gives_ok(numbers: Vec<u32>) {
    tokio::spawn(async move {
        count_twice(&numbers).await?;
        Ok::<_, io::Error>(())
    });
}

async fn its_error_says_nothing(numbers: Vec<u32>) {
    tokio::spawn(count(numbers));
}

async fn only_the_first_is_looked_for(numbers: Vec<u32>) {
    tokio::spawn(async move {
        let first = numbers.first()?;
        println!("{first}");
        Some(())
    });
}

async fn a_result_inside_of_it_alone(ledger: Ledger) {
    tokio::spawn(async move {
        let appended = async {
            ledger.append("opened").await?;
            ledger.append("closed").await
        };
        if appended.await.is_err() {
            println!("not appended");
        }
    });
}

// Somebody looks.

async fn the_result_is_handed_on(ledger: Ledger) -> io::Result<()> {
    let appending = tokio::spawn(async move { ledger.append("shipped").await });
    println!("shipping");
    appending.await?
}

async fn another_build_has_another_task(ledger: Ledger) -> io::Result<()> {
    #[cfg(unix)]
    let appending = tokio::spawn(async move { ledger.append("shipped").await });
    #[cfg(not(unix))]
    let appending = tokio::spawn(async move { ledger.append("landed").await });
    appending.await?
}

fn another_build_has_no_thread(ledger: Ledger) -> io::Result<thread::JoinHandle<Result<u64, io::Error>>> {
    #[cfg(unix)]
    {
        let compacting = thread::spawn(move || ledger.compact());
        Ok(compacting)
    }
    #[cfg(not(unix))]
    {
        Err(io::Error::other("no threads"))
    }
}

async fn the_result_is_matched(ledger: Ledger) {
    let appending = tokio::spawn(async move { ledger.append("shipped").await });
    println!("shipping");
    match appending.await {
        Ok(Ok(())) => println!("shipped"),
        Ok(Err(error)) => eprintln!("{error}"),
        Err(panic) => eprintln!("{panic}"),
    }
}

async fn the_caller_gets_the_handle(ledger: Ledger) -> JoinHandle<io::Result<()>> {
    tokio::spawn(async move { ledger.append("shipped").await })
}

async fn each_of_a_set_is_looked_at(guests: Vec<TcpStream>) {
    let mut greetings = JoinSet::new();
    for guest in guests {
        greetings.spawn(greet(guest));
    }
    while let Some(greeted) = greetings.join_next().await {
        if !matches!(greeted, Ok(Ok(()))) {
            eprintln!("{greeted:?}");
        }
    }
}

async fn all_of_a_list_are_looked_at(guests: Vec<TcpStream>) -> bool {
    let mut greetings = Vec::new();
    for guest in guests {
        greetings.push(tokio::spawn(greet(guest)));
    }
    join_all(greetings).await.iter().all(|greeted| greeted.is_ok())
}

fn a_thread_that_is_looked_at(ledger: Ledger) -> io::Result<u64> {
    let compacting = thread::spawn(move || ledger.compact());
    compacting.join().expect("it does not panic")
}

struct Office {
    appending: Option<JoinHandle<io::Result<()>>>,
}

async fn a_field_has_the_handle(office: &tokio::sync::Mutex<Office>, ledger: Ledger) {
    let mut office = office.lock().await;
    office.appending = Some(tokio::spawn(async move { ledger.append("opened").await }));
}

async fn whoever_has_the_field_looks(office: &tokio::sync::Mutex<Office>) -> io::Result<()> {
    let appending = office.lock().await.appending.take();
    match appending {
        Some(appending) => appending.await?,
        None => Ok(()),
    }
}

// Nobody is there to hear of it.

fn only_a_send_can_fail(numbers: mpsc::UnboundedSender<u32>) {
    thread::spawn(move || numbers.send(7));
}

async fn a_send_ends_the_task(numbers: mpsc::Sender<u32>) {
    tokio::spawn(async move {
        for number in 0..10 {
            numbers.send(number).await?;
        }
        Ok::<(), mpsc::error::SendError<u32>>(())
    });
}

fn a_thread_that_waits_for_the_end(end: oneshot::Receiver<()>, runtime: tokio::runtime::Runtime) {
    thread::spawn(move || runtime.block_on(end));
}

async fn a_later_step_handles_it(ledger: Ledger) {
    tokio::spawn(
        async move {
            ledger.append("opened").await?;
            ledger.append("closed").await
        }
        .map(|appended| println!("{appended:?}")),
    );
}

async fn a_panic_of_one_task(weight: u32) {
    let weighing = tokio::spawn(async move { println!("{}", 40 - weight) });
    println!("weighing");
    let _ = weighing.await;
}

async fn all_of_a_list_of_futures(guests: Vec<TcpStream>) {
    let counting = guests.into_iter().map(|guest| async move { println!("{guest:?}") });
    join_all(counting).await;
}

// The log has it.

async fn the_error_is_logged_on_its_way(ledger: Ledger) {
    tokio::spawn(async move {
        ledger.append("opened").await.map_err(|error| {
            eprintln!("{error}");
            error
        })
    });
}

async fn the_error_is_logged_beside(ledger: Ledger) {
    tokio::spawn(async move {
        match ledger.append("opened").await {
            Ok(()) => Ok(()),
            Err(error) => {
                eprintln!("{error}");
                Err(error)
            }
        }
    });
}

async fn the_error_is_logged_before_it_is_returned(ledger: Ledger) {
    tokio::spawn(async move {
        if let Err(error) = ledger.append("opened").await {
            eprintln!("{error}");
            println!("the ledger stays closed");
            return Err(error);
        }
        println!("the ledger is open");
        Ok(())
    });
}

// It was aborted.

async fn aborted_and_then_awaited(ledger: Ledger) {
    let appending = tokio::spawn(async move { ledger.append("shipped").await });
    println!("not shipped after all");
    appending.abort();
    let _ = appending.await;
}

async fn a_set_that_was_aborted(guests: Vec<TcpStream>) {
    let mut greetings = JoinSet::new();
    for guest in guests {
        greetings.spawn(greet(guest));
    }
    greetings.abort_all();
    while greetings.join_next().await.is_some() {}
}

// The end of something.

struct Writer {
    ledger: Ledger,
}

impl Writer {
    fn close(self) {
        let compacting = thread::spawn(move || self.ledger.compact());
        let _ = compacting.join();
    }
}

// A test.

#[tokio::test]
async fn a_test_that_looks_elsewhere() {
    let ledger = Ledger { path: "ledger.txt".to_owned() };
    tokio::spawn(async move { ledger.append("opened").await });
}

// Somebody looks at what is in a field.

struct Scales {
    weighing: tokio::task::JoinHandle<std::io::Result<u32>>,
}

impl Scales {
    fn start(ledger: Ledger) -> Scales {
        Scales { weighing: tokio::spawn(async move { ledger.append("weighed").await.map(|()| 1) }) }
    }

    async fn in_a_hurry(self) {
        let _ = self.weighing.await;
    }

    async fn with_care(self) -> u32 {
        self.weighing.await.expect("no panic").expect("a weight")
    }
}
