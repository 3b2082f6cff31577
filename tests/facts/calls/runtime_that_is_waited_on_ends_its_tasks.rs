//! A task that is started in what a function's own runtime runs ends with that runtime; on a handle it runs on.
use std::time::Duration;

async fn knock() {
    loop {
        tokio::time::sleep(Duration::from_secs(1)).await;
        println!("knock");
    }
}

pub fn own() -> std::io::Result<()> {
    let runtime = tokio::runtime::Runtime::new()?;
    runtime.block_on(async {
        tokio::spawn(knock());
        tokio::time::sleep(Duration::from_secs(5)).await;
    });
    Ok(())
}

pub fn given(handle: tokio::runtime::Handle) {
    handle.block_on(async {
        tokio::spawn(knock());
        tokio::time::sleep(Duration::from_secs(5)).await;
    });
}
