//! conclint: allow(unbounded-spawn) -- the cases here are about something else
//! Futures that may be dropped, or that nobody drops.

use std::io::Result;

use futures::future::{join_all, try_join_all};
use tokio::fs::{self, File};
use tokio::io::AsyncWriteExt;

async fn publish(name: String) -> Result<()> {
    fs::write(format!("{name}.html"), "text").await?;
    fs::write(format!("{name}.json"), "index").await
}

async fn ask() -> Result<u32> {
    fs::read("answer").await.map(|answer| answer.len() as u32)
}

async fn mark(name: &str) -> Result<()> {
    let text = fs::read(name).await?;
    fs::write(name, [text, b"!".to_vec()].concat()).await
}

// It is taken back.

struct Store;

impl Store {
    async fn begin(&self) -> Result<Change> {
        Ok(Change)
    }
}

struct Change;

impl Change {
    async fn insert(&self, file: &mut File) -> Result<()> {
        file.write_all(b"row").await
    }

    async fn commit(self) -> Result<()> {
        Ok(())
    }
}

async fn insert_both(store: &Store, mut file: File) -> Result<()> {
    let change = store.begin().await?;
    change.insert(&mut file).await?;
    change.insert(&mut file).await?;
    change.commit().await
}

async fn in_a_transaction(store: Store, file: File) -> Result<()> {
    tokio::try_join!(insert_both(&store, file), ask())?;
    Ok(())
}

// All come to their end.

async fn all_are_awaited() -> Result<()> {
    let (news, weather) = tokio::join!(publish("news".into()), publish("weather".into()));
    news.and(weather)
}

async fn all_of_a_list(names: Vec<String>) -> Result<()> {
    join_all(names.into_iter().map(publish)).await.into_iter().collect()
}

async fn tasks_run_on() -> std::result::Result<(), tokio::task::JoinError> {
    let news = tokio::spawn(publish("news".into()));
    let weather = tokio::spawn(publish("weather".into()));
    let (news, weather) = tokio::try_join!(news, weather)?;
    println!("{news:?} {weather:?}");
    Ok(())
}

async fn tasks_that_are_started_there() -> std::result::Result<(), tokio::task::JoinError> {
    let (news, _) = tokio::try_join!(tokio::spawn(publish("news".into())), tokio::spawn(ask()))?;
    println!("{news:?}");
    Ok(())
}

async fn one_behind_the_other() -> Result<()> {
    publish("news".into()).await?;
    publish("weather".into()).await
}

// One change is done or not.

async fn only_reads() -> Result<u32> {
    let (one, other) = tokio::try_join!(ask(), ask())?;
    Ok(one + other)
}

async fn one_change_each() -> Result<()> {
    tokio::try_join!(mark("news"), mark("weather"))?;
    Ok(())
}

async fn one_change_or_another(news: bool) -> Result<()> {
    let either = async {
        if news { fs::write("news", "text").await } else { fs::write("weather", "text").await }
    };
    tokio::try_join!(either, ask())?;
    Ok(())
}

async fn one_change_for_each_name(names: &[&str]) -> Result<()> {
    try_join_all(names.iter().map(|name| mark(name))).await?;
    Ok(())
}

async fn written_to_memory() -> Result<Vec<u8>> {
    async fn render() -> Result<Vec<u8>> {
        let mut page = Vec::new();
        page.write_all(b"head").await?;
        page.write_all(b"text").await?;
        Ok(page)
    }
    let (page, _) = tokio::try_join!(render(), ask())?;
    Ok(page)
}

async fn code_of_somebody(one: impl Future<Output = Result<()>>, other: impl Future<Output = Result<()>>) -> Result<()> {
    tokio::try_join!(one, other)?;
    Ok(())
}
