//! Answers that nobody has to wait for, and sends that always find somebody.

use tokio::sync::{mpsc, oneshot, watch};

struct Question {
    number: u32,
    answer: Option<oneshot::Sender<u32>>,
}

async fn an_error_that_is_left_alone(mut questions: mpsc::Receiver<(u32, oneshot::Sender<u32>)>) {
    while let Some((number, answer)) = questions.recv().await {
        let _ = answer.send(number * 2);
    }
}

async fn an_error_that_is_made_nothing(mut questions: mpsc::Receiver<(u32, oneshot::Sender<u32>)>) {
    while let Some((number, answer)) = questions.recv().await {
        answer.send(number * 2).ok();
    }
}

async fn an_error_that_is_looked_at(mut questions: mpsc::Receiver<(u32, oneshot::Sender<u32>)>) {
    while let Some((number, answer)) = questions.recv().await {
        if let Err(lost) = answer.send(number * 2) {
            println!("nobody waits for {lost}");
        }
    }
}

fn an_error_for_the_caller(number: u32, answer: oneshot::Sender<u32>) -> Result<(), u32> {
    answer.send(number + 1)?;
    Ok(())
}

fn an_error_of_its_own(number: u32, answer: oneshot::Sender<u32>) -> Result<(), String> {
    answer.send(number + 1).map_err(|lost| format!("nobody waits for {lost}"))
}

async fn both_ends_here() -> u32 {
    let (answer, answers) = oneshot::channel();
    answer.send(42).unwrap();
    answers.await.unwrap()
}

async fn one_end_in_a_task() -> u32 {
    let (answer, answers) = oneshot::channel();
    let asked = tokio::spawn(async move { answer.send(42).unwrap() });
    let number = answers.await.unwrap();
    asked.await.unwrap();
    number
}

async fn a_queue(numbers: mpsc::Sender<u32>) {
    numbers.send(1).await.unwrap();
}

fn a_state(numbers: &watch::Sender<u32>) {
    numbers.send_replace(1);
}

fn another_option(question: Question) {
    let answer = question.answer.unwrap();
    let _ = answer.send(question.number);
}

struct Answer(Vec<u32>);

impl Answer {
    fn send(mut self, number: u32) -> Result<Vec<u32>, u32> {
        self.0.push(number);
        Ok(self.0)
    }
}

fn a_method_of_its_own(answer: Answer) -> Vec<u32> {
    answer.send(1).unwrap()
}

fn a_default(number: u32, answer: oneshot::Sender<u32>) {
    answer.send(number).unwrap_or_else(|lost| println!("nobody waits for {lost}"));
}

// A question.

struct Clerk {
    questions: tokio::sync::mpsc::UnboundedSender<Question>,
}

impl Clerk {
    async fn gives_an_error(&self, number: u32) -> Option<u32> {
        let (answer, reply) = oneshot::channel();
        self.questions.send(Question { number, answer: Some(answer) }).ok()?;
        reply.await.ok()
    }

    fn waits_for_no_reply(&self, number: u32) {
        self.questions.send(Question { number, answer: None }).unwrap();
    }

    fn lets_another_wait(&self, number: u32) -> oneshot::Receiver<u32> {
        let (answer, reply) = oneshot::channel();
        self.questions.send(Question { number, answer: Some(answer) }).unwrap();
        reply
    }
}

async fn of_its_own_clerk(number: u32) -> Option<u32> {
    let (questions, mut all) = tokio::sync::mpsc::unbounded_channel::<Question>();
    tokio::spawn(async move {
        while let Some(question) = all.recv().await {
            if let Some(answer) = question.answer {
                let _ = answer.send(question.number);
            }
        }
    });
    let (answer, reply) = oneshot::channel();
    questions.send(Question { number, answer: Some(answer) }).unwrap();
    reply.await.ok()
}

// The question is the order to stop.

struct Counter {
    stop: tokio::sync::mpsc::Sender<oneshot::Sender<()>>,
}

impl Counter {
    async fn close(self) {
        let (closed, all_closed) = oneshot::channel();
        self.stop.send(closed).await.unwrap();
        all_closed.await.unwrap();
    }
}

#[cfg(test)]
mod tests {
    use tokio::sync::oneshot;

    fn answers(answer: oneshot::Sender<u32>) {
        answer.send(1).unwrap();
    }
}
