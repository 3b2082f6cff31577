//! conclint: allow(lost-task-error) -- the cases here are about something else
//! conclint: allow(accept-error-ends-server) -- the cases here are about something else
//! What ends the loop.

use super::*;

// The loop ends when its channel, stream or socket closes.

fn it_ends_with_its_channel(dome: Dome, mut stars: mpsc::Receiver<u32>) {
    tokio::spawn(async move {
        while let Some(star) = stars.recv().await {
            let _ = dome.follow(star).await;
        }
    });
}

fn it_breaks_when_its_channel_closes(dome: Dome, stars: flume::Receiver<u32>) {
    tokio::spawn(async move {
        loop {
            match stars.recv_async().await {
                Ok(star) => println!("{:?}", dome.follow(star).await),
                Err(_) => break,
            }
        }
    });
}

fn it_panics_when_its_channel_closes(dome: Dome, stars: std::sync::mpsc::Receiver<u32>) {
    thread::spawn(move || {
        loop {
            let star = stars.recv().unwrap();
            println!("{star}");
            dome.turn();
        }
    });
}

fn it_ends_when_nobody_receives(dome: Dome, angles: mpsc::Sender<u64>) {
    tokio::spawn(async move {
        loop {
            sleep(STEP).await;
            let angle = dome.steps.load(Ordering::Relaxed);
            if angles.send(angle).await.is_err() {
                break;
            }
        }
    });
}

fn it_asks_whether_anybody_receives(sky: UdpSocket, lengths: mpsc::Sender<usize>) {
    tokio::spawn(async move {
        while !lengths.is_closed() {
            if let Ok(length) = look(&sky).await {
                let _ = lengths.try_send(length);
            }
        }
    });
}

fn it_ends_with_its_stream(dome: Dome, mut stars: impl futures::Stream<Item = u32> + Send + Unpin + 'static) {
    use futures::StreamExt;

    async_std::task::spawn(async move {
        while let Some(star) = stars.next().await {
            println!("{star}");
            dome.turn();
        }
    });
}

fn it_ends_with_its_socket(dome: Dome, mut telescope: TcpStream) {
    use tokio::io::AsyncReadExt;

    tokio::spawn(async move {
        let mut frame = [0; 2048];
        loop {
            match telescope.read(&mut frame).await {
                Ok(0) | Err(_) => return,
                Ok(length) => println!("{length} bytes"),
            }
            dome.turn();
        }
    });
}

fn it_ends_with_an_error_of_its_socket(sky: UdpSocket) {
    tokio::spawn(async move {
        loop {
            println!("{} bytes", look(&sky).await?);
        }
        #[allow(unreachable_code)]
        Ok::<(), io::Error>(())
    });
}

fn it_ends_with_its_listener(listener: TcpListener, dome: Dome) {
    tokio::spawn(async move {
        while let Ok((telescope, _)) = listener.accept().await {
            println!("{:?}", telescope.peer_addr());
            dome.turn();
        }
    });
}

async fn relay(mut stars: mpsc::UnboundedReceiver<u32>, dome: Dome) {
    loop {
        let Some(star) = stars.recv().await else {
            return;
        };
        let _ = dome.follow(star).await;
    }
}

fn the_exit_is_in_the_function(stars: mpsc::UnboundedReceiver<u32>, dome: Dome) {
    tokio::spawn(relay(stars, dome));
}

// A token, a flag, a message or a dead `Weak` ends the loop.

fn a_token_ends_it(dome: Dome, closing: CancellationToken) {
    tokio::spawn(async move {
        let mut beat = tokio::time::interval(STEP);
        loop {
            tokio::select! {
                _ = closing.cancelled() => break,
                _ = beat.tick() => dome.turn(),
            }
        }
    });
}

fn a_token_in_the_head_of_the_loop(sky: UdpSocket, closing: CancellationToken) {
    tokio::spawn(async move {
        while !closing.is_cancelled() {
            println!("{:?}", look(&sky).await);
        }
    });
}

fn a_watch_ends_it(dome: Dome, mut closing: watch::Receiver<bool>) {
    tokio::spawn(async move {
        let mut beat = tokio::time::interval(STEP);
        loop {
            tokio::select! {
                _ = beat.tick() => dome.turn(),
                changed = closing.changed() => {
                    if changed.is_err() || *closing.borrow() {
                        return;
                    }
                }
            }
        }
    });
}

fn a_notify_ends_it(dome: Dome, closing: Arc<Notify>) {
    tokio::spawn(async move {
        let mut beat = tokio::time::interval(STEP);
        let closed = closing.notified();
        tokio::pin!(closed);
        'turning: loop {
            tokio::select! {
                _ = &mut closed => break 'turning,
                _ = beat.tick() => dome.turn(),
            }
        }
    });
}

fn a_stop_flag_ends_it(sky: std::net::UdpSocket, closing: Arc<AtomicBool>) {
    thread::spawn(move || {
        while !closing.load(Ordering::Acquire) {
            println!("{:?}", sky.recv(&mut [0; 2048]));
        }
    });
}

enum Command {
    Turn,
    Close,
}

fn a_message_ends_it(dome: Dome, commands: crossbeam_channel::Receiver<Command>) {
    thread::spawn(move || {
        loop {
            match commands.recv().expect("the console has gone") {
                Command::Turn => dome.turn(),
                Command::Close => break,
            }
        }
    });
}

fn it_ends_with_its_owner(dome: &Arc<Dome>) {
    let dome: Weak<Dome> = Arc::downgrade(dome);
    tokio::spawn(async move {
        loop {
            sleep(STEP).await;
            match dome.upgrade() {
                Some(dome) => dome.turn(),
                None => return,
            }
        }
    });
}

fn it_counts_its_turns(dome: Dome) {
    tokio::spawn(async move {
        let mut turns = 0;
        loop {
            dome.turn();
            turns += 1;
            if turns == 12 {
                break;
            }
            sleep(STEP).await;
        }
    });
}

fn the_inner_loop_names_the_outer(dome: Dome, nudge: Arc<Notify>, mut stars: mpsc::Receiver<u32>) {
    tokio::spawn(async move {
        'night: loop {
            nudge.notified().await;
            while let Ok(star) = stars.try_recv() {
                if star == 0 {
                    break 'night;
                }
                let _ = dome.follow(star).await;
            }
        }
    });
}

fn it_may_panic(dome: Dome, limit: u64) {
    tokio::spawn(async move {
        loop {
            match dome.follow(3).await {
                Ok(angle) if angle > limit => panic!("the dome has come loose"),
                Ok(_) => sleep(STEP).await,
                Err(error) => eprintln!("{error}"),
            }
        }
    });
}

fn close_down(reason: &str) -> ! {
    eprintln!("{reason}");
    std::process::exit(1)
}

fn it_may_end_the_process(sky: std::net::UdpSocket) {
    thread::spawn(move || {
        loop {
            match sky.recv(&mut [0; 2048]) {
                Ok(length) => println!("{length} bytes"),
                Err(_) => close_down("the sky has gone"),
            }
        }
    });
}

macro_rules! or_leave {
    ($answer:expr) => {
        match $answer {
            Ok(answer) => answer,
            Err(_) => return,
        }
    };
}

fn a_macro_may_leave(dome: Dome) {
    tokio::spawn(async move {
        loop {
            let angle = or_leave!(dome.follow(7).await);
            println!("{angle}");
        }
    });
}
