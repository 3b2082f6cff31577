//! Tasks that run on when the one who waits for them has given up.

use std::time::Duration;

use futures::future::{join_all, try_join_all};
use tokio::time::{Instant, timeout, timeout_at};

const LIMIT: Duration = Duration::from_secs(5);

async fn print(page: String) -> usize {
    tokio::time::sleep(Duration::from_secs(page.len() as u64)).await;
    page.len()
}

fn engrave(plate: &str) -> usize {
    std::thread::sleep(Duration::from_secs(plate.len() as u64));
    plate.len()
}

async fn a_handle_with_a_name(page: String) -> Option<usize> {
    let printing = tokio::spawn(print(page));
    timeout(LIMIT, printing).await.ok()?.ok() //~
}

async fn a_handle_without_a_name(page: String) -> bool {
    timeout(LIMIT, tokio::spawn(print(page))).await.is_ok() //~
}

async fn print_all(pages: Vec<String>) {
    for page in pages {
        print(page).await;
    }
}

async fn a_task_with_a_loop(pages: Vec<String>) -> bool {
    let printing = tokio::spawn(print_all(pages));
    timeout(LIMIT, printing).await.is_ok() //~
}

async fn until_an_instant(page: String, end: Instant) -> bool {
    let printing = tokio::spawn(async move { print(page).await });
    timeout_at(end, printing).await.is_ok() //~
}

async fn in_each_attempt(page: String) -> Option<usize> {
    for _ in 0..3 {
        let printing = tokio::spawn(print(page.clone()));
        if let Ok(Ok(length)) = timeout(LIMIT, printing).await { //~
            return Some(length);
        }
    }
    None
}

async fn all_of_a_list(pages: Vec<String>) -> bool {
    let mut printings = Vec::new();
    for page in pages {
        printings.push(tokio::spawn(print(page)));
    }
    timeout(LIMIT, try_join_all(printings)).await.is_ok() //~
}

async fn all_of_a_list_whatever_they_give(pages: Vec<String>) -> Result<usize, String> {
    let mut printings = Vec::new();
    for page in pages {
        let printing = tokio::spawn(print(page));
        printings.push(printing);
    }
    let done = timeout(LIMIT, join_all(printings)).await.map_err(|late| late.to_string())?; //~
    Ok(done.len())
}

async fn a_job(plate: String) -> Option<usize> {
    timeout(LIMIT, tokio::task::spawn_blocking(move || engrave(&plate))).await.ok()?.ok() //~
}

async fn a_job_with_a_name(plate: String) -> Result<usize, String> {
    let engraving = tokio::task::spawn_blocking(move || engrave(&plate));
    match timeout(LIMIT, engraving).await { //~
        Ok(Ok(length)) => Ok(length),
        Ok(Err(panic)) => Err(panic.to_string()),
        Err(_) => Err("the plate takes too long".to_owned()),
    }
}

async fn given_another_name(page: String) -> bool {
    let printing = tokio::spawn(print(page));
    let first = printing;
    timeout(LIMIT, first).await.is_ok() //~
}

struct Shop {
    limit: Duration,
}

impl Shop {
    async fn order(&self, page: String) -> Option<usize> {
        let order = self.begin(page).ok()?;
        self.before_closing(order).await
    }

    fn begin(&self, page: String) -> Result<tokio::task::JoinHandle<usize>, String> {
        if page.is_empty() {
            return Err("nothing to print".to_owned());
        }
        Ok(tokio::spawn(print(page)))
    }

    async fn before_closing(&self, order: tokio::task::JoinHandle<usize>) -> Option<usize> {
        timeout(self.limit, order).await.ok()?.ok() //~
    }
}
