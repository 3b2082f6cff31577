//! A command of std blocks its thread until the process has ended; one of tokio is awaited.

use std::sync::Barrier;

async fn by_threads() -> std::io::Result<bool> {
    let done = std::process::Command::new("sort").arg("letters.txt").env("LANG", "C").status()?;
    Ok(done.success())
}

async fn by_tasks() -> std::io::Result<bool> {
    let done = tokio::process::Command::new("sort").arg("letters.txt").status().await?;
    Ok(done.success())
}

async fn together(barrier: &Barrier) {
    barrier.wait();
}
