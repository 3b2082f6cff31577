//! Any bytes as a file.

#![no_main]

use conclint_fuzz::judge;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    judge(&String::from_utf8_lossy(bytes));
});
