//! Jobs that are waited for, that end soon, or that nobody waits for when the program ends.

use std::path::PathBuf;
use std::process::{self, Command};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use tokio::sync::oneshot;
use tokio::task::{self, JoinSet};

fn fetch(repo: &PathBuf) -> bool {
    let fetched = Command::new("git").arg("fetch").current_dir(repo).status();
    fetched.is_ok_and(|status| status.success())
}

async fn show() {
    tokio::time::sleep(Duration::from_secs(1)).await;
}

mod awaited {
    use super::*;

    #[tokio::main]
    async fn main() {
        let fetched = task::spawn_blocking(|| fetch(&PathBuf::from("a"))).await;
        println!("{fetched:?}");
    }
}

mod awaited_at_the_end {
    use super::*;

    #[tokio::main]
    async fn main() {
        let fetching = task::spawn_blocking(|| fetch(&PathBuf::from("a")));
        show().await;
        let _ = fetching.await;
    }
}

mod kept_in_a_set {
    use super::*;

    #[tokio::main]
    async fn main() {
        let mut jobs = JoinSet::new();
        jobs.spawn_blocking(|| fetch(&PathBuf::from("a")));
        while let Some(fetched) = jobs.join_next().await {
            println!("{fetched:?}");
        }
    }
}

mod ended_by_exit {
    use super::*;

    #[tokio::main]
    async fn main() {
        task::spawn_blocking(|| fetch(&PathBuf::from("a")));
        show().await;
        process::exit(0);
    }
}

mod a_thread {
    use super::*;

    #[tokio::main]
    async fn main() {
        thread::spawn(|| fetch(&PathBuf::from("a")));
        show().await;
    }
}

mod a_task {
    use super::*;

    #[tokio::main]
    async fn main() {
        tokio::spawn(async {
            let fetched = tokio::process::Command::new("git").arg("fetch").status().await;
            println!("{fetched:?}");
        });
        show().await;
    }
}

mod it_only_computes {
    use super::*;

    #[tokio::main]
    async fn main() {
        task::spawn_blocking(|| {
            let sum: u64 = (0..1_000_000).sum();
            println!("{sum}");
        });
        show().await;
    }
}

mod it_looks_at_a_flag {
    use super::*;

    #[tokio::main]
    async fn main() {
        let quit = Arc::new(AtomicBool::new(false));
        let seen = Arc::clone(&quit);
        task::spawn_blocking(move || {
            for repo in [PathBuf::from("a"), PathBuf::from("b")] {
                if seen.load(Ordering::Relaxed) {
                    return;
                }
                fetch(&repo);
            }
        });
        show().await;
        quit.store(true, Ordering::Relaxed);
    }
}

mod it_sends_once {
    use super::*;

    #[tokio::main]
    async fn main() {
        let (done, fetched) = oneshot::channel();
        task::spawn_blocking(move || {
            let _ = done.send(fetch(&PathBuf::from("a")));
        });
        println!("{:?}", fetched.await);
    }
}

mod main_never_returns {
    use super::*;

    #[tokio::main]
    async fn main() {
        task::spawn_blocking(|| fetch(&PathBuf::from("a")));
        loop {
            show().await;
        }
    }
}

mod whoever_calls {
    use super::*;

    pub async fn refresh(repo: PathBuf) {
        task::spawn_blocking(move || fetch(&repo));
    }
}

mod a_name_of_ones_own {
    use super::*;

    fn spawn_blocking(job: impl FnOnce() -> bool) -> bool {
        job()
    }

    #[tokio::main]
    async fn main() {
        spawn_blocking(|| fetch(&PathBuf::from("a")));
        show().await;
    }
}

mod a_runtime_that_waits_for_nobody {
    use super::*;

    fn main() {
        let Ok(runtime) = tokio::runtime::Runtime::new() else { return };
        runtime.block_on(async {
            task::spawn_blocking(|| fetch(&PathBuf::from("a")));
            show().await;
        });
        runtime.shutdown_background();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::main]
    async fn main() {
        task::spawn_blocking(|| fetch(&PathBuf::from("a")));
        show().await;
    }
}
