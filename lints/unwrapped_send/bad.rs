//! Answers that panic where nobody waits for them.

use tokio::sync::{mpsc, oneshot};

struct Question {
    number: u32,
    answer: oneshot::Sender<u32>,
}

enum Order {
    Add(u32, oneshot::Sender<u32>),
    Ask { number: u32, answer: oneshot::Sender<bool> },
    Close,
}

async fn of_a_tuple(mut questions: mpsc::Receiver<(u32, oneshot::Sender<u32>)>) {
    while let Some((number, answer)) = questions.recv().await {
        answer.send(number * 2).unwrap(); //~
    }
}

async fn of_a_field(mut questions: mpsc::Receiver<Question>) {
    while let Some(question) = questions.recv().await {
        question.answer.send(question.number * 2).expect("somebody waits"); //~
    }
}

async fn of_a_variant(mut orders: mpsc::Receiver<Order>) {
    let mut sum = 0;
    loop {
        match orders.recv().await {
            Some(Order::Add(number, answer)) => {
                sum += number;
                answer.send(sum).unwrap(); //~
            }
            Some(Order::Ask { number, answer }) => answer.send(number == sum).unwrap(), //~
            Some(Order::Close) | None => break,
        }
    }
}

fn in_a_function_for_one_message(order: Order) {
    if let Order::Add(number, answer) = order {
        answer.send(number).unwrap(); //~
    }
}

fn what_a_function_is_given(number: u32, answer: oneshot::Sender<u32>) {
    answer.send(number + 1).unwrap(); //~
}

struct Desk {
    waiting: Option<(u32, oneshot::Sender<u32>)>,
}

impl Desk {
    fn serve(&mut self) {
        if let Some((number, answer)) = self.waiting.take() {
            answer.send(number).unwrap(); //~
        }
    }
}

async fn in_a_branch(mut questions: mpsc::Receiver<Question>, mut close: oneshot::Receiver<()>) {
    loop {
        tokio::select! {
            _ = &mut close => break,
            question = questions.recv() => {
                let Some(question) = question else { break };
                question.answer.send(question.number).unwrap(); //~
            }
        }
    }
}

async fn of_another_library(mut questions: mpsc::Receiver<(u32, futures::channel::oneshot::Sender<u32>)>) {
    while let Some((number, answer)) = questions.recv().await {
        answer.send(number * 2).unwrap(); //~
    }
}

// A question whose reply is waited for.

struct Clerk {
    questions: mpsc::UnboundedSender<Question>,
    orders: mpsc::Sender<Order>,
}

impl Clerk {
    async fn ask(&self, number: u32) -> u32 {
        let (answer, reply) = oneshot::channel();
        self.questions.send(Question { number, answer }).unwrap(); //~
        reply.await.unwrap()
    }

    async fn order(&self, number: u32) -> Option<u32> {
        let (answer, reply) = oneshot::channel();
        let order = Order::Add(number, answer);
        self.orders.send(order).await.expect("the clerk is there"); //~
        reply.await.ok()
    }
}

async fn asks_another(orders: mpsc::Sender<Order>, number: u32) -> bool {
    let (answer, reply) = oneshot::channel();
    orders.send(Order::Ask { number, answer }).await.unwrap(); //~
    reply.await.is_ok_and(|same| same)
}
