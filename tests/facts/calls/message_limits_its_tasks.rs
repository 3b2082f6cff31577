//! A message that is itself the work, or that brings a sender for its result, says how many tasks may run; a collector of handles does not.
use std::future::Future;
use std::pin::Pin;

use tokio::net::TcpListener;
use tokio::sync::mpsc;

pub async fn execute(mut work: mpsc::Receiver<Pin<Box<dyn Future<Output = ()> + Send>>>) {
    while let Some(one) = work.recv().await {
        tokio::spawn(one);
    }
}

pub struct Question {
    reply: async_channel::Sender<u32>,
}

pub async fn answer(questions: async_channel::Receiver<Question>) {
    while let Ok(question) = questions.recv().await {
        tokio::spawn(async move { question.reply.send(1).await });
    }
}

pub async fn collect(listener: TcpListener, handles: mpsc::Sender<tokio::task::JoinHandle<()>>) {
    while let Ok((stream, _)) = listener.accept().await {
        let handle = tokio::spawn(async move { stream.writable().await.unwrap_or(()) });
        let _ = handles.send(handle).await;
    }
}
