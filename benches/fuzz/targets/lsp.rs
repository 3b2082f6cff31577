//! Any bytes as what a client sends to the language server: as many messages as can be read from them.

#![no_main]

use conclint::judged::Outcome;
use conclint::lsp;
use conclint::run;
use conclint_fuzz::{expect_whole, settings};
use libfuzzer_sys::fuzz_target;
use lsp_server::Connection;

fuzz_target!(|bytes: &[u8]| {
    let (server, client) = Connection::memory();
    let mut input = bytes;
    while let Ok(Some(message)) = lsp::read(&mut input) {
        client.sender.send(message).expect("the other end is there");
    }
    let Connection { sender, receiver } = client;
    drop(sender);
    let judge = |selection, stop| {
        let outcome = run::check(&selection, &run::Settings { stop, ..settings() });
        expect_whole(&outcome);
        Ok(outcome)
    };
    let draw = |selection| Ok(run::map(&selection, settings()).1.join(&Outcome::default()));
    let farewell = lsp::serve_over(server, judge, draw, |_| {});
    assert!(farewell.is_ok(), "{farewell:?}");
    drop(receiver);
});
