//! Futures that are dropped between two changes when another one fails.

use std::io::Result;

use futures::future::try_join_all;
use tokio::fs::{self, File};
use tokio::io::AsyncWriteExt;

async fn publish(name: &str) -> Result<()> {
    fs::write(format!("{name}.html"), "text").await?;
    fs::write(format!("{name}.json"), "index").await
}

async fn ask() -> Result<u32> {
    fs::read("answer").await.map(|answer| answer.len() as u32)
}

async fn replace(name: &str) -> Result<()> {
    fs::remove_file(name).await?;
    fs::rename("new", name).await
}

async fn append(mut file: File, lines: &[&str]) -> Result<()> {
    for line in lines {
        file.write_all(line.as_bytes()).await?;
    }
    Ok(())
}

async fn two_functions() -> Result<()> {
    tokio::try_join!(publish("news"), publish("weather"))?; //~
    Ok(())
}

async fn beside_one_that_only_asks() -> Result<u32> {
    let (answer, ()) = futures::try_join!(ask(), publish("news"))?; //~
    Ok(answer)
}

async fn one_removed_and_not_yet_replaced() -> Result<()> {
    tokio::try_join!(replace("old"), ask())?; //~
    Ok(())
}

async fn writes_in_a_loop(file: File) -> Result<()> {
    tokio::try_join!(append(file, &["a", "b"]), ask())?; //~
    Ok(())
}

async fn a_block() -> Result<()> {
    tokio::try_join!( //~
        async {
            fs::create_dir_all("parcels").await?;
            fs::write("parcels/index", "0").await
        },
        ask(),
    )?;
    Ok(())
}

async fn a_block_of_a_variable() -> Result<()> {
    let index = async {
        fs::write("index.new", "0").await?;
        fs::rename("index.new", "index").await
    };
    tokio::try_join!(index, ask())?; //~
    Ok(())
}

async fn all_of_a_list(names: &[&str]) -> Result<()> {
    try_join_all(names.iter().map(|name| publish(name))).await?; //~
    Ok(())
}

async fn through_another_function() -> Result<()> {
    async fn publish_twice(name: &str) -> Result<()> {
        publish(name).await?;
        publish(name).await
    }
    tokio::try_join!(publish_twice("news"), ask())?; //~
    Ok(())
}
