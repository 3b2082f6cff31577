//! Both senders are dropped by one stop.

use tokio::sync::mpsc;

struct Sorter {
    push: Option<mpsc::Sender<()>>,
    done: Option<mpsc::Sender<()>>,
}

impl Sorter {
    fn start(&mut self) {
        let (push, mut pushed) = mpsc::channel(1);
        let (done, mut stopped) = mpsc::channel(1);
        self.push = Some(push);
        self.done = Some(done);
        tokio::spawn(async move {
            loop {
                tokio::select! {
                    _ = pushed.recv() => println!("sorting"),
                    _ = stopped.recv() => break,
                }
            }
        });
    }

    fn stop(&mut self) {
        self.push.take();
        self.done.take();
    }
}
