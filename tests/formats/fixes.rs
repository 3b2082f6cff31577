//! What the formats say of fixes: each carries the same change, and people are shown the lines of it.

use std::collections::HashSet;
use std::fs;
use std::path::Path;

use serde_json::Value;

use super::scratch::*;
use super::{lines, list};

/// What the lints' rooms have to mend, and a line with letters of two and four bytes before the place.
fn mendable() -> Vec<String> {
    let before = conclint::lints::ALL.iter().filter_map(|lint| {
        let room = Path::new(env!("CARGO_MANIFEST_DIR")).join("lints").join(lint.name.replace('-', "_"));
        fs::read_to_string(room.join("before.rs")).ok()
    });
    let wide = WARNED.replace("            _ = sleep", "            /* Kräne 𝄞 */ _ = sleep");
    before.chain([wide]).collect()
}

/// The text with stretches of bytes replaced.
fn replaced(text: &str, mut edits: Vec<(usize, usize, &str)>) -> String {
    edits.sort_by_key(|(start, ..)| *start);
    let mut edited = text.to_owned();
    for (start, end, new) in edits.into_iter().rev() {
        edited.replace_range(start..end, new);
    }
    edited
}

fn number(value: &Value) -> usize {
    value.as_u64().expect("it is a number") as usize
}

/// The text as json would have it mended.
fn by_json(text: &str, fix: &Value) -> String {
    let edits = list(&fix["edits"]).iter().map(|patch| {
        let (start, end) = (number(&patch["start"]["offset"]), number(&patch["end"]["offset"]));
        (start, end, patch["text"].as_str().expect("it is text"))
    });
    replaced(text, edits.collect())
}

/// The text as sarif would have it mended: lines, and columns that count characters.
fn by_sarif(text: &str, fix: &Value) -> String {
    let offset = |line: &Value, column: &Value| {
        let (line, column) = (number(line) - 1, number(column) - 1);
        let before: usize = text.split_inclusive('\n').take(line).map(str::len).sum();
        before + text[before..].chars().take(column).map(char::len_utf8).sum::<usize>()
    };
    let changes = list(&fix["artifactChanges"]);
    assert_eq!(changes.len(), 1, "{fix}");
    let edits = list(&changes[0]["replacements"]).iter().map(|one| {
        let region = &one["deletedRegion"];
        let start = offset(&region["startLine"], &region["startColumn"]);
        let end = offset(&region["endLine"], &region["endColumn"]);
        (start, end, one["insertedContent"]["text"].as_str().expect("it is text"))
    });
    replaced(text, edits.collect())
}

/// The text as cargo's own code mends it by a message in rustc's form, and whether that code would do so unasked.
fn by_rustc(text: &str, message: &Value) -> (String, bool) {
    let suggestions = |filter| {
        rustfix::get_suggestions_from_json(&message.to_string(), &HashSet::<String>::new(), filter)
            .expect("cargo can read it")
    };
    let edited = rustfix::apply_suggestions(text, &suggestions(rustfix::Filter::Everything)).expect("the edits fit");
    (edited, !suggestions(rustfix::Filter::MachineApplicableOnly).is_empty())
}

/// Holds the lines that people are shown of a fix to the texts before and after it; how many lines were shown.
fn held_to_shown(rendered: &str, before: &str, after: &str) -> usize {
    let (before, after): (Vec<&str>, Vec<&str>) = (before.lines().collect(), after.lines().collect());
    let below_help = rendered.lines().skip_while(|line| !line.contains("= help: ")).skip(1);
    let below_help = below_help.take_while(|line| !line.trim_start().starts_with("= "));
    let (mut shown, mut added, mut removed, mut whole) = (0, 0, 0, true);
    for line in below_help {
        let parts = line.trim_start().split_once(' ').and_then(|(n, rest)| Some((n.parse::<usize>().ok()?, rest)));
        let Some((number, rest)) = parts else {
            whole &= !line.trim_start().starts_with('…');
            continue;
        };
        let (lines, count) = match rest.chars().next() {
            Some('-') => (&before, &mut removed),
            Some('+') => (&after, &mut added),
            _ => (&after, &mut 0),
        };
        *count += 1;
        shown += 1;
        let text = rest.get(2..).unwrap_or_default();
        assert_eq!(lines.get(number - 1).map(|line| line.trim_end()), Some(text), "line {number} of {rendered}");
    }
    assert!(!whole || before.len() + added == after.len() + removed, "no line is left out: {rendered}");
    shown
}

#[test]
fn every_format_that_carries_a_fix_carries_the_same_one_and_it_mends() {
    let (mut safe, mut risky) = (0, 0);
    for text in mendable() {
        let scratch = package(&text);
        let run = |format| scratch.run(&["-W", "all", "--format", format]).stdout;
        let sarif: Value = serde_json::from_str(&run("sarif")).expect("it is JSON");
        let rustc: Vec<Value> =
            lines(&run("rustc")).into_iter().filter(|l| l["reason"] == "compiler-message").collect();
        let found = lines(&run("jsonl"));
        let results = list(&sarif["runs"][0]["results"]);
        assert_eq!((results.len(), rustc.len()), (found.len(), found.len()));
        for ((finding, result), message) in found.iter().zip(results).zip(&rustc) {
            let Some(fix) = finding["fix"].as_object() else {
                assert!(result.get("fixes").is_none(), "{result}");
                assert_eq!(by_rustc(&text, &message["message"]), (text.clone(), false));
                continue;
            };
            let mended = by_json(&text, &finding["fix"]);
            assert_ne!(mended, text);
            let [sarif_fix] = list(&result["fixes"]) else { panic!("one fix: {result}") };
            assert_eq!(sarif_fix["description"]["text"], fix["title"]);
            assert_eq!(sarif_fix["properties"]["safety"], fix["safety"]);
            assert_eq!(by_sarif(&text, sarif_fix), mended);
            assert_eq!(by_rustc(&text, &message["message"]), (mended.clone(), fix["safety"] == "safe"));
            let rendered = message["message"]["rendered"].as_str().expect("it is text");
            assert!(held_to_shown(rendered, &text, &mended) > 0, "the change is shown: {rendered}");
            *(if fix["safety"] == "safe" { &mut safe } else { &mut risky }) += 1;

            let of_lint = |text: &str| {
                let all = list(&package(text).json(&["-W", "all"])["findings"]).to_vec();
                all.iter().filter(|one| one["lint"] == finding["lint"]).count()
            };
            assert!(of_lint(&mended) < of_lint(&text), "{finding}\nis still there in\n{mended}");
        }
    }
    assert!(safe > 5 && risky > 5, "{safe} safe and {risky} risky fixes were seen");
}
