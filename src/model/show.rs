//! The microscope: what the model sees in a file, as `conclint facts` prints it; `?` where it does not know.

use std::fmt::Write as _;

use super::Crate;
use super::index::FileNo;
use super::silence::{Asked, Silence};
use crate::syntax::Span;

/// Every fact of a file with its answers, in the order of the source.
pub(in crate::model) fn file(krate: &Crate, no: FileNo) -> String {
    let mut out = String::new();
    let source = krate.source(no);
    let _ = writeln!(out, "{}", source.path);
    if !krate.reached[no.0 as usize] {
        out.push_str("  no `mod` reaches this file: it belongs to no crate path\n");
    }
    let mut lines: Vec<(Span, String)> = Vec::new();
    for spawn in krate.spawns().filter(|s| s.data.at.file == no) {
        let text = format!(
            "spawn {:?} handle={} ends={} test={}",
            spawn.unit(),
            answer(spawn.handle().map(|h| format!("{h:?}"))),
            answer(spawn.endless().map(|e| format!("{e:?}"))),
            spawn.in_test()
        );
        lines.push((spawn.span(), text));
    }
    for sleep in krate.sleeps().filter(|s| s.data.at.file == no) {
        lines.push((sleep.span(), format!("sleep {:?} test={}", sleep.kind(), sleep.in_test())));
    }
    for channel in krate.channels().filter(|c| c.data.at.file == no) {
        lines.push((channel.span(), format!("channel {}", channel.kind().name())));
    }
    for receive in krate.receives().filter(|r| r.data.at.file == no) {
        lines.push((receive.span(), format!("receive {:?} {:?}", receive.data.from, receive.data.how)));
    }
    lines.sort_by_key(|(span, _)| *span);
    for (span, text) in lines {
        let (line, column) = source.line_column(span.start);
        let _ = writeln!(out, "  {line}:{column} {text}");
    }
    out
}

fn answer(asked: Asked<String>) -> String {
    match asked {
        Ok(text) => text,
        Err(Silence::NotMine) => "-".to_owned(),
        Err(Silence::Unknown(what, _)) => format!("? ({what})"),
        Err(Silence::Excused(why, _)) => why.to_owned(),
    }
}
