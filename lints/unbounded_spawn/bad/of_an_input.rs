//! One for each item that a caller hands in, or for each value that is dropped.

use super::*;

// What a caller hands in, however much it is.

async fn a_task_for_each_of_the_input(parcels: Vec<Parcel>) {
    for parcel in parcels {
        tokio::spawn(deliver(parcel)); //~
    }
}

async fn the_tasks_are_kept_in_a_set(parcels: &[Parcel]) -> usize {
    let mut rounds = JoinSet::new();
    for (place, parcel) in parcels.iter().enumerate() {
        let parcel = parcel.clone();
        rounds.spawn(async move { (place, deliver(parcel).await) }); //~
    }
    let mut delivered = 0;
    while let Some(Ok((_, outcome))) = rounds.join_next().await {
        delivered += usize::from(outcome.is_ok());
    }
    delivered
}

async fn a_closure_starts_the_tasks(parcels: &[Parcel], clerks: Arc<Semaphore>) {
    let rounds: Vec<_> = parcels
        .iter()
        .map(|parcel| {
            let (parcel, clerks) = (parcel.clone(), clerks.clone());
            tokio::spawn(async move { //~
                let _clerk = clerks.acquire().await;
                deliver(parcel).await
            })
        })
        .collect();
    futures::future::join_all(rounds).await;
}

async fn jobs_for_all_of_them(labels: Vec<std::path::PathBuf>) -> usize {
    let sizes = labels.into_iter().map(|label| {
        let shown = label.display().to_string();
        tokio::task::spawn_blocking(move || (shown, std::fs::read(label).map_or(0, |text| text.len()))) //~
    });
    let sizes = futures::future::join_all(sizes).await;
    sizes.into_iter().flatten().map(|(_, size)| size).sum()
}

async fn each_starts_one(parcels: Vec<Parcel>) {
    parcels.into_iter().for_each(|parcel| {
        tokio::spawn(deliver(parcel)); //~
    });
}

// A function gets each item and starts its thread or task.

fn weigh(street: String) -> thread::JoinHandle<usize> {
    thread::spawn(move || street.chars().count()) //~
}

fn the_streets_of_a_list(list: &str) -> usize {
    a_thread_for_each_of_the_input(list.split(',').map(str::to_owned).collect())
}

fn a_thread_for_each_of_the_input(streets: Vec<String>) -> usize {
    let scales: Vec<_> = streets.into_iter().map(|street| weigh(street)).collect();
    scales.into_iter().flat_map(|scale| scale.join()).sum()
}

fn send_off(parcel: Parcel) {
    tokio::spawn(async move { deliver(parcel).await }); //~
}

fn all_are_sent_off(parcels: &[Parcel]) {
    for parcel in parcels {
        send_off(parcel.clone());
    }
}

async fn all_polled_at_once(parcels: Vec<Parcel>) {
    futures::future::join_all(parcels.into_iter().take(3).map(deliver_in_time)).await;
    futures::future::join_all(PARCELS_OF_TODAY.iter().map(|number| async move { take_number(*number).await })).await;
}

async fn deliver_in_time(parcel: Parcel) {
    let _ = deliver(parcel).await;
}

const PARCELS_OF_TODAY: [u64; 3] = [1, 2, 3];

async fn take_number(number: u64) {
    let _ = deliver(Parcel { number, street: String::new() }).await;
}

async fn futures_for_each_of_the_input(parcels: &[Parcel]) -> io::Result<()> {
    let rounds: Vec<_> = parcels
        .iter()
        .map(|parcel| {
            let parcel = parcel.clone();
            async move { deliver(parcel).await }
        })
        .collect();
    futures::future::try_join_all(rounds).await?; //~
    let again = parcels.iter().cloned().map(|parcel| deliver(parcel));
    futures::future::try_join_all(again).await?; //~
    Ok(())
}

// A value that is dropped leaves a task.

struct Slip {
    number: u64,
    drawer: std::sync::Weak<std::sync::Mutex<Vec<u64>>>,
}

impl Drop for Slip {
    fn drop(&mut self) {
        let (number, drawer) = (self.number, self.drawer.clone());
        tokio::spawn(async move { //~
            tokio::time::sleep(std::time::Duration::from_secs(60)).await;
            if let Some(drawer) = drawer.upgrade() {
                drawer.lock().unwrap().retain(|kept| *kept != number);
            }
        });
    }
}
