use super::Receiver;

pub fn run(jobs: Receiver<u8>) {
    while let Ok(job) = jobs.recv() {
        println!("{job}");
    }
}
