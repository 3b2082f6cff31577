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

#[cfg(test)]
mod tests {
    use tokio::sync::oneshot;

    fn answers(answer: oneshot::Sender<u32>) {
        answer.send(1).unwrap();
    }
}
