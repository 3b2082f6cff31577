//! The same files, read from tokens and by syn: both must make the same tree and name the same mistakes.

#![no_main]

use conclint_fuzz::{mutate, read_both_ways};
use libfuzzer_sys::{fuzz_crossover, fuzz_mutator, fuzz_target};

fuzz_target!(|bytes: &[u8]| {
    read_both_ways(&String::from_utf8_lossy(bytes));
});

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    mutate::mutate(data, size, max_size, seed)
});

fuzz_crossover!(|data1: &[u8], data2: &[u8], out: &mut [u8], seed: u32| { mutate::join(data1, data2, out, seed) });
