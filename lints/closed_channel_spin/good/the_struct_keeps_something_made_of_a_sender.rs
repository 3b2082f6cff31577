//! The struct keeps something that was made of a sender.

use tokio::sync::mpsc;

struct Address {
    to: mpsc::Sender<u32>,
}

struct Actor {
    inbox: mpsc::Receiver<u32>,
    own: Address,
}

impl Actor {
    fn new(inbox: mpsc::Receiver<u32>, own: Address) -> Self {
        Actor { inbox, own }
    }

    async fn act(mut self) {
        loop {
            if let Some(number) = self.inbox.recv().await {
                self.own.to.try_send(number + 1).ok();
            }
        }
    }
}

fn start() -> mpsc::Sender<u32> {
    let (to, inbox) = mpsc::channel(8);
    let own = Address { to: to.clone() };
    let actor = Actor::new(inbox, own);
    tokio::spawn(async move {
        tokio::time::timeout(std::time::Duration::from_secs(60), actor.act()).await.ok();
    });
    to
}
