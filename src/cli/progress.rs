//! One line on standard error that says how far a long run has come, and is gone at its end.

use std::io::{self, IsTerminal};
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::run::Progress;

/// A run that is done sooner shows nothing.
const LONG: Duration = Duration::from_secs(1);

/// How long a shown count may be out of date.
const BEAT: Duration = Duration::from_millis(100);

/// Shows the line as long as this lives.
pub struct Line {
    over: Option<Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Line {
    /// Shows how far the run has come, if it lasts and a person looks on.
    pub fn start(progress: &Progress, quiet: bool) -> Line {
        if quiet || !io::stderr().is_terminal() {
            return Line { over: None, thread: None };
        }
        let (over, ended) = mpsc::channel();
        let progress = progress.clone();
        let watch = move || {
            let lasts = |time| matches!(ended.recv_timeout(time), Err(RecvTimeoutError::Timeout));
            if !lasts(LONG) {
                return;
            }
            let bar = bar();
            while {
                show(&bar, &progress);
                lasts(BEAT)
            } {}
            bar.finish_and_clear();
        };
        // Without a thread for it the run is as good, and says nothing meanwhile.
        Line { over: Some(over), thread: thread::Builder::new().spawn(watch).ok() }
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        self.over = None;
        if let Some(thread) = self.thread.take() {
            // It only draws: if it panicked, the run has lost nothing.
            let _ = thread.join();
        }
    }
}

fn bar() -> ProgressBar {
    let style = ProgressStyle::with_template("conclint: {spinner} {msg}, {elapsed}");
    let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr());
    match style {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}

fn show(bar: &ProgressBar, progress: &Progress) {
    bar.set_message(match progress.all() {
        0 => "looking for files".to_owned(),
        all => format!("{} of {all} files checked", progress.done()),
    });
    bar.tick();
}
