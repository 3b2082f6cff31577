//! How long a whole run takes, measured in what reading and parsing the same files with `syn::parse_file` takes.
//!
//! `cargo bench --bench ratio -- FOLDER [THREADS]` prints both times, their ratio and the run's peak of memory.

use std::fs;
use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use conclint::files::{self, Given};
use conclint::run::{self, Settings};
use rayon::prelude::*;

fn main() {
    // Cargo passes `--bench` to every bench.
    let mut args = std::env::args().skip(1).filter(|arg| !arg.starts_with("--"));
    let folder = PathBuf::from(args.next().unwrap_or_else(|| ".".to_owned()));
    let threads = args.next().and_then(|n| n.parse().ok()).or_else(|| std::thread::available_parallelism().ok());
    let threads = threads.unwrap_or(NonZeroUsize::MIN);

    let paths = paths(&folder);
    let bytes: u64 = paths.iter().map(|path| fs::read(path).map_or(0, |text| text.len() as u64)).sum();
    println!("{} files, {:.1} MB, {threads} threads, all in the page cache", paths.len(), bytes as f64 / 1e6);

    let started = Instant::now();
    let settings = Settings { threads: Some(threads), ..Settings::default() };
    let outcome = run::check(&files::select(&[Given::Path(folder)]), &settings);
    let whole = started.elapsed();
    println!("conclint      {}  ({} findings{})", seconds(whole), outcome.findings.len(), peak());

    let parse = parse(&paths, threads);
    println!("read + parse  {}", seconds(parse));
    println!("ratio         {:8.2}", whole.as_secs_f64() / parse.as_secs_f64());
}

/// Every file that a run on this folder reads.
fn paths(folder: &std::path::Path) -> Vec<PathBuf> {
    let selection = files::select(&[Given::Path(folder.to_path_buf())]);
    selection.packages.into_iter().flat_map(|package| package.files).map(|file| file.path).collect()
}

fn parse(paths: &[PathBuf], threads: NonZeroUsize) -> Duration {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads.get()).stack_size(256 << 20).build();
    let pool = pool.expect("threads can be started");
    let started = Instant::now();
    pool.install(|| {
        paths.par_iter().for_each(|path| {
            let text = fs::read_to_string(path).unwrap_or_default();
            std::hint::black_box(&syn::parse_file(&text));
            proc_macro2::extra::invalidate_current_thread_spans();
        });
    });
    started.elapsed()
}

fn seconds(time: Duration) -> String {
    format!("{:8.2} s", time.as_secs_f64())
}

/// The most memory that the process has held so far, where the system tells.
fn peak() -> String {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kilobytes = line.and_then(|line| line.trim().trim_end_matches(" kB").parse::<f64>().ok());
    kilobytes.map_or_else(String::new, |kb| format!(", peak {:.0} MB", kb / 1024.0))
}
