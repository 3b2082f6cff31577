//! What findings look like to programs and services: each format is held against who reads it, where that can be had.

#[path = "formats/fixes.rs"]
mod fixes;
mod scratch;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::BufReader;
use std::path::Path;
use std::process::Command;

use cargo_metadata::diagnostic::{Diagnostic, DiagnosticLevel};
use cargo_metadata::{CompilerMessage, Message, Metadata, MetadataCommand};
use quick_xml::events::{BytesStart, Event};
use scratch::*;
use serde_json::Value;

/// `detached-spawn`, at warn, with evidence inside the task.
const SPAWNED: &str = r#"pub struct Pier;
impl Pier {
    pub fn light(&self, lamps: Vec<String>) {
        tokio::spawn(async move {
            loop {
                tokio::time::sleep(std::time::Duration::from_secs(1)).await;
                println!("{}", lamps.len());
            }
        });
    }
}
"#;

/// A package with a finding of each kind: evidence in one place, in two tasks, in a line with letters of two bytes.
fn port() -> Scratch {
    let denied = DENIED.replace("if let", "/* Kräne, 100% */ if let");
    Scratch::new(&[
        ("Cargo.toml", MANIFEST),
        ("src/lib.rs", "pub mod lamp;\npub mod quay;\npub mod tower;\n"),
        ("src/lamp.rs", SPAWNED),
        ("src/quay.rs", WARNED),
        ("src/tower.rs", &denied),
    ])
}

/// As many findings at deny, each in a file of its own.
fn many(denied: usize) -> Scratch {
    let scratch = Scratch::new(&[("Cargo.toml", MANIFEST), ("src/lib.rs", "")]);
    for n in 0..denied {
        scratch.write(&format!("src/t{n:02}.rs"), DENIED);
    }
    scratch
}

fn lines(text: &str) -> Vec<Value> {
    text.lines().map(|line| serde_json::from_str(line).expect("every line is JSON")).collect()
}

fn list(value: &Value) -> &[Value] {
    value.as_array().expect("it is a list")
}

// ---- json, jsonl --------------------------------------------------------------------------------------------------

#[test]
fn jsonl_has_the_findings_of_json_a_line_each() {
    let scratch = port();
    let run = scratch.run(&["--format", "jsonl"]);
    assert_eq!((run.code, run.stderr.as_str()), (1, ""));
    assert_eq!(lines(&run.stdout), list(&scratch.json(&[])["findings"]));
    assert_eq!(package(QUIET).run(&["--format", "jsonl"]).stdout, "");
}

#[test]
fn evidence_says_which_task_runs_it() {
    let document = port().json(&["src/lamp.rs"]);
    let finding = &document["findings"][0];
    assert_eq!(finding["lint"], "detached-spawn");
    let tasks = list(&finding["tasks"]);
    assert_eq!(tasks.len(), 1, "{finding}");
    assert_eq!((&tasks[0]["path"], &tasks[0]["start"]["line"]), (&"src/lamp.rs".into(), &4.into()));
    let by_line: BTreeSet<(u64, u64)> = list(&finding["labels"])
        .iter()
        .map(|l| (l["start"]["line"].as_u64().expect("a number"), l["task"].as_u64().expect("a number")))
        .collect();
    assert!(by_line.contains(&(5, 1)), "the loop runs in the task: {by_line:?}");
    assert!(by_line.iter().all(|(line, task)| (*line > 4) == (*task == 1)), "{by_line:?}");
}

/// The line and the task of each label of a document's only finding.
fn tasks_by_line(lib: &str) -> BTreeSet<(u64, u64)> {
    let document = package(lib).json(&[]);
    let [finding] = list(&document["findings"]) else { panic!("one finding: {document}") };
    let number = |value: &Value| value.as_u64().expect("a number");
    list(&finding["labels"]).iter().map(|l| (number(&l["start"]["line"]), number(&l["task"]))).collect()
}

/// A task that comes to its loop by a call.
const CALLS: &str = r#"pub struct Pier;
impl Pier {
    pub fn light(&self, lamps: Vec<String>) {
        tokio::spawn(watch(lamps));
    }
}
async fn watch(lamps: Vec<String>) {
    turn(lamps).await;
}

async fn turn(lamps: Vec<String>) {
    loop {
        tokio::time::sleep(std::time::Duration::from_secs(1)).await;
        println!("{}", lamps.len());
    }
}
"#;

#[test]
fn code_that_a_task_reaches_by_calls_is_the_task_s() {
    let tasks = tasks_by_line(CALLS);
    assert!(tasks.contains(&(8, 1)) && tasks.contains(&(12, 1)), "the call and the loop run in the task: {tasks:?}");
    assert!(tasks.contains(&(4, 0)), "the spawn does not: {tasks:?}");
}

#[test]
fn of_several_who_run_code_the_task_that_a_finding_starts_is_named() {
    let called_too = format!("{CALLS}\npub async fn here(lamps: Vec<String>) {{\n    turn(lamps).await;\n}}\n");
    assert!(tasks_by_line(&called_too).contains(&(12, 1)), "the finding is about the task that it starts");
}

#[test]
fn code_that_several_tasks_run_is_no_task_s() {
    let drain = DENIED.replace("pub async fn", "async fn");
    let starts = |name: &str| {
        format!(
            "\npub fn {name}(jobs: mpsc::Receiver<String>) -> tokio::task::JoinHandle<()> {{\n    \
             tokio::spawn(async move {{ serve(jobs).await }})\n}}\n"
        )
    };
    let one = tasks_by_line(&format!("{drain}{}", starts("crane")));
    assert!(!one.is_empty() && one.iter().all(|(_, task)| *task == 1), "one task runs all of it: {one:?}");
    let two = tasks_by_line(&format!("{drain}{}{}", starts("crane"), starts("tug")));
    assert!(!two.is_empty() && two.iter().all(|(_, task)| *task == 0), "nobody can say which: {two:?}");
    let called = format!(
        "{drain}{}\npub async fn here(jobs: mpsc::Receiver<String>) {{ serve(jobs).await }}\n",
        starts("crane")
    );
    assert!(tasks_by_line(&called).iter().all(|(_, task)| *task == 0), "a caller that is no task runs it too");
}

#[test]
fn a_finding_says_whether_it_stands_in_test_code() {
    let scratch = port();
    scratch.write("tests/it.rs", DENIED);
    let document = scratch.json(&[]);
    let said: BTreeSet<(&str, bool)> = list(&document["findings"])
        .iter()
        .map(|f| (f["path"].as_str().expect("a path"), f["in_test"].as_bool().expect("yes or no")))
        .collect();
    assert!(said.contains(&("tests/it.rs", true)), "{said:?}");
    assert!(said.iter().all(|(path, in_test)| *in_test == path.starts_with("tests/")), "{said:?}");
}

// ---- sarif --------------------------------------------------------------------------------------------------------

#[test]
fn sarif_is_valid_by_its_schema() {
    let schema = schema();
    let validator =
        jsonschema::options().should_validate_formats(true).build(&schema).expect("the schema is a schema itself");
    let broken = format!("{DENIED}\nfn broken( {{ let = ; }}\n");
    let unread = Scratch::new(&[("Cargo.toml", MANIFEST), ("src/lib.rs", &broken), ("ö # ?/a%.rs", DENIED)]);
    fs::write(unread.path("src/blob.rs"), b"fn main() {}\xff\n").expect("the folder can be written to");
    for (scratch, results) in [(port(), 3), (package(QUIET), 0), (unread, 2)] {
        let text = scratch.run(&["--format", "sarif"]).stdout.replace("[scratch]", "/scratch");
        let log: Value = serde_json::from_str(&text).expect("it is JSON");
        let wrong: Vec<String> = validator.iter_errors(&log).map(|e| format!("{}: {e}", e.instance_path())).collect();
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
        assert_eq!(list(&log["runs"][0]["results"]).len(), results);
    }
}

#[test]
fn sarif_of_a_package() {
    let run = port().run(&["--format", "sarif"]);
    assert_eq!((run.code, run.stderr.as_str()), (1, ""));
    let mut log: Value = serde_json::from_str(&run.stdout).expect("it is JSON");
    let driver = &mut log["runs"][0]["tool"]["driver"];
    let rules = std::mem::take(&mut driver["rules"]);
    assert_eq!(list(&rules).len(), conclint::lints::ALL.len());
    for (rule, lint) in list(&rules).iter().zip(conclint::lints::ALL) {
        assert_eq!((&rule["id"], &rule["help"]["markdown"]), (&lint.name.into(), &lint.page.into()));
        assert_eq!(rule["helpUri"], lint.url());
    }
    assert_eq!(driver["version"].take(), env!("CARGO_PKG_VERSION"));
    assert_eq!(driver["semanticVersion"].take(), env!("CARGO_PKG_VERSION"));
    for result in list(&log["runs"][0]["results"]) {
        let index = result["ruleIndex"].as_u64().expect("a number") as usize;
        assert_eq!(rules[index]["id"], result["ruleId"]);
    }
    snapshot("sarif", &serde_json::to_string_pretty(&log).expect("it was JSON"));
}

#[test]
fn a_code_flow_has_a_thread_for_each_task() {
    let run = port().run(&["--format", "sarif", "src/lamp.rs"]);
    let log: Value = serde_json::from_str(&run.stdout).expect("it is JSON");
    let flows = list(&log["runs"][0]["results"][0]["codeFlows"]);
    assert_eq!(flows.len(), 1);
    let threads: Vec<(&Value, Vec<u64>)> = list(&flows[0]["threadFlows"])
        .iter()
        .map(|thread| {
            let region = |step: &Value| step["location"]["physicalLocation"]["region"]["startLine"].as_u64();
            (&thread["message"]["text"], list(&thread["locations"]).iter().filter_map(region).collect())
        })
        .collect();
    assert_eq!(threads.len(), 2, "{threads:?}");
    let task = threads.iter().find(|(text, _)| *text == "the task that starts at src/lamp.rs:4");
    assert!(task.is_some_and(|(_, lines)| lines.iter().all(|line| *line > 4)), "{threads:?}");
}

#[test]
fn every_step_of_a_code_flow_has_its_place_in_the_order() {
    let run = port().run(&["--format", "sarif"]);
    let log: Value = serde_json::from_str(&run.stdout).expect("it is JSON");
    for result in list(&log["runs"][0]["results"]) {
        let threads = list(&result["codeFlows"][0]["threadFlows"]).iter().map(|thread| &thread["locations"]);
        let steps: Vec<&Value> = threads.flat_map(list).collect();
        let order = |step: &Value| step["executionOrder"].as_u64().unwrap_or_else(|| panic!("no order: {step}"));
        let orders: BTreeSet<u64> = steps.iter().map(|step| order(step)).collect();
        assert_eq!(orders.len(), steps.len(), "no two steps at one time: {result}");
        let own = steps.iter().find(|step| step["importance"] == "essential").expect("the finding's own place");
        let wanted = if result["ruleId"] == "detached-spawn" { orders.first() } else { orders.last() };
        assert_eq!(Some(&order(own)), wanted, "a start comes before what it starts, a conclusion after all: {result}");
    }
}

#[test]
fn sarif_counts_paths_from_the_repository() {
    let scratch = port();
    scratch.write(".git/HEAD", "ref: refs/heads/main\n");
    scratch.write("outer/Cargo.toml", MANIFEST);
    scratch.write("outer/src/a b.rs", DENIED);
    let run = scratch.run_in("outer", &["--format", "sarif"]);
    let log: Value = serde_json::from_str(&run.stdout).expect("it is JSON");
    let run = &log["runs"][0];
    assert_eq!(run["originalUriBaseIds"]["%SRCROOT%"]["uri"], "file://[scratch]/");
    let artifact = &run["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"];
    assert_eq!((&artifact["uri"], &artifact["uriBaseId"]), (&"outer/src/a%20b.rs".into(), &"%SRCROOT%".into()));
}

/// The schema as the package brings it that is named in the manifest for this.
fn schema() -> Value {
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml");
    // Only what this machine builds with: cargo has fetched no package that other systems alone need.
    let metadata = MetadataCommand::new()
        .manifest_path(manifest)
        .other_options(["--offline", "--locked", "--filter-platform", &host()].map(str::to_owned))
        .exec()
        .expect("cargo knows this package");
    let package = metadata.packages.iter().find(|p| p.name == "serde-sarif").expect("it is a dependency");
    let folder = package.manifest_path.parent().expect("a manifest lies in a folder");
    let text = fs::read_to_string(folder.join("src/schema.json")).expect("the package brings the schema");
    let mut schema: Value = serde_json::from_str(&text).expect("a schema is JSON");
    // A stray bracket makes this pattern no regular expression, and conclint says nothing of languages.
    for definition in ["run", "toolComponent"] {
        let language = schema["definitions"][definition]["properties"]["language"].as_object_mut();
        language.expect("the schema has it").remove("pattern");
    }
    schema
}

/// The triple of the machine that the tests run on.
fn host() -> String {
    let rustc = Command::new("rustc").args(["--print", "host-tuple"]).output().expect("rustc is on the path");
    String::from_utf8(rustc.stdout).expect("a triple is UTF-8").trim().to_owned()
}

// ---- github -------------------------------------------------------------------------------------------------------

/// A workflow command as the runner reads it.
#[derive(Debug)]
struct Annotation {
    kind: String,
    properties: BTreeMap<String, String>,
    text: String,
}

/// What the runner of GitHub takes from a log.
fn annotations(log: &str) -> Vec<Annotation> {
    let commands = log.lines().filter_map(|line| line.strip_prefix("::")?.split_once("::"));
    commands
        .map(|(head, text)| {
            let (kind, properties) = head.split_once(' ').unwrap_or((head, ""));
            let pairs = properties.split(',').filter_map(|pair| pair.split_once('='));
            let unescape = |text: &str| {
                let text = text.replace("%3A", ":").replace("%2C", ",");
                text.replace("%0A", "\n").replace("%0D", "\r").replace("%25", "%")
            };
            Annotation {
                kind: kind.to_owned(),
                properties: pairs.map(|(key, value)| (key.to_owned(), unescape(value))).collect(),
                text: unescape(text),
            }
        })
        .collect()
}

#[test]
fn github_shows_the_worst_first() {
    let run = port().run(&["--format", "github"]);
    assert_eq!(run.code, 1);
    let kinds: Vec<String> = annotations(&run.stdout).into_iter().map(|a| a.kind).collect();
    assert_eq!(kinds, ["error", "warning", "warning"]);
    snapshot("github", &run.stdout);
}

#[test]
fn github_commands_survive_every_path() {
    let scratch = Scratch::new(&[("a, b:%2C=c/x.rs", DENIED)]);
    let run = scratch.run(&["--format", "github"]);
    let found = annotations(&run.stdout);
    assert_eq!(found.len(), 1, "{}", run.stdout);
    let property = |name: &str| found[0].properties.get(name).map(String::as_str);
    assert_eq!(property("file"), Some("a, b:%2C=c/x.rs"));
    assert_eq!((property("line"), property("col")), (Some("5"), Some("28")));
    assert_eq!((property("endLine"), property("endColumn")), (Some("5"), Some("39")));
    assert_eq!(property("title"), Some("conclint: closed-channel-spin"));
    assert!(found[0].text.starts_with("a, b:%2C=c/x.rs:5:28: once `jobs` has closed"), "{}", found[0].text);
}

#[test]
fn github_is_told_ten_of_a_kind_and_that_there_are_more() {
    let scratch = many(13);
    scratch.write("src/quay.rs", WARNED);
    let run = scratch.run(&["--format", "github"]);
    let found = annotations(&run.stdout);
    let of_kind = |kind: &str| found.iter().filter(|a| a.kind == kind).collect::<Vec<_>>();
    assert_eq!((of_kind("error").len(), of_kind("warning").len(), of_kind("notice").len()), (10, 1, 1));
    assert!(of_kind("notice")[0].text.starts_with("3 findings are not shown beside the code"), "{found:?}");
    let plain: Vec<&str> =
        run.stdout.lines().filter(|line| line.contains(": deny[") && !line.starts_with("::")).collect();
    assert_eq!(plain.len(), 3, "what is cut stands in the log");
}

#[test]
fn a_workflow_of_github_gets_its_format_unasked() {
    let scratch = port();
    let actions = [("GITHUB_ACTIONS", "true")];
    assert!(scratch.command(&[], &actions, b"").stdout.starts_with("::error file=src/tower.rs,"));
    assert!(scratch.command(&["--format", "short"], &actions, b"").stdout.starts_with("src/lamp.rs:"));
    assert!(scratch.command(&["--statistics"], &actions, b"").stdout.starts_with("1  "));
    assert!(!scratch.command(&[], &[("GITHUB_ACTIONS", "false")], b"").stdout.starts_with("::"));
}

#[test]
fn github_counts_paths_from_the_workspace() {
    let scratch = port();
    let mut command = scratch.bare(&["--format", "github", "tower.rs"]);
    command.current_dir(scratch.path("src")).env("GITHUB_WORKSPACE", &scratch.dir);
    let run = scratch.finish(command, b"");
    assert!(run.stdout.starts_with("::error file=src/tower.rs,"), "{}", run.stdout);
}

#[test]
fn a_job_has_a_summary() {
    let scratch = port();
    scratch.write("summary.md", "before\n");
    let file = scratch.path("summary.md").to_string_lossy().into_owned();
    let env = [
        ("GITHUB_STEP_SUMMARY", file.as_str()),
        ("GITHUB_SERVER_URL", "https://git.example"),
        ("GITHUB_REPOSITORY", "port/harbour"),
        ("GITHUB_SHA", "abc"),
    ];
    assert_eq!(scratch.command(&["--format", "github"], &env, b"").code, 1);
    let text = fs::read(&file).expect("it was there");
    snapshot("job-summary", &scratch.stable(&text));

    scratch.command(&["--format", "short"], &env, b"");
    assert_eq!(fs::read(&file).expect("it was there"), text, "only the format for GitHub adds to it");
}

// ---- gitlab -------------------------------------------------------------------------------------------------------

#[test]
fn gitlab_gets_what_it_asks_for() {
    let scratch = port();
    // The same code in two packages: the same mark, but another issue.
    scratch.write("member/Cargo.toml", &MANIFEST.replace("harbour", "member"));
    scratch.write("member/src/tower.rs", &fs::read_to_string(scratch.path("src/tower.rs")).expect("it is there"));
    let run = scratch.run(&["--format", "gitlab"]);
    let issues: Vec<Value> = serde_json::from_str(&run.stdout).expect("it is a list");
    assert_eq!(issues.len(), 4);
    let marks: BTreeSet<&str> = issues.iter().filter_map(|i| i["fingerprint"].as_str()).collect();
    assert_eq!(marks.len(), 4, "two issues share a mark");
    for issue in &issues {
        assert!(issue["description"].as_str().is_some_and(|text| !text.is_empty()));
        assert!(issue["check_name"].as_str().is_some_and(|n| conclint::lints::ALL.iter().any(|l| l.name == n)));
        assert!(["info", "minor", "major", "critical", "blocker"].contains(&issue["severity"].as_str().unwrap_or("")));
        assert!(issue["location"]["lines"]["begin"].as_u64().is_some_and(|line| line > 0));
        let path = issue["location"]["path"].as_str().expect("a path");
        assert!(scratch.path(path).is_file() && !path.starts_with(['/', '.']), "{path}");
    }
    assert_eq!(package(QUIET).run(&["--format", "gitlab"]).stdout, "[]\n");
}

// ---- junit, checkstyle --------------------------------------------------------------------------------------------

/// The tags of a document with their attributes, in order; panics where it is not XML.
fn tags(document: &str) -> Vec<(String, BTreeMap<String, String>)> {
    let mut reader = quick_xml::Reader::from_str(document);
    reader.config_mut().enable_all_checks(true);
    let mut tags = Vec::new();
    loop {
        match reader.read_event().expect("it is XML") {
            Event::Start(tag) | Event::Empty(tag) => tags.push(tag_of(&tag)),
            Event::Eof => return tags,
            _ => {}
        }
    }
}

fn tag_of(tag: &BytesStart<'_>) -> (String, BTreeMap<String, String>) {
    let attributes = tag.attributes().map(|a| {
        let a = a.expect("an attribute is a name and a value");
        let value = quick_xml::escape::unescape(&a.value).expect("its entities are known").into_owned();
        (a.key.as_ref().to_owned(), value)
    });
    (tag.name().as_ref().to_owned(), attributes.collect())
}

fn named<'t>(tags: &'t [(String, BTreeMap<String, String>)], name: &str) -> Vec<&'t BTreeMap<String, String>> {
    tags.iter().filter(|(tag, _)| tag == name).map(|(_, attributes)| attributes).collect()
}

#[test]
fn a_finding_is_a_test_that_failed() {
    let run = port().run(&["--format", "junit"]);
    let tags = tags(&run.stdout);
    assert_eq!(named(&tags, "testsuites")[0]["failures"], "3");
    assert_eq!(named(&tags, "testcase").len(), 3);
    assert_eq!(named(&tags, "failure").len(), 3);
    snapshot("junit", &run.stdout);
}

#[test]
fn a_junit_report_is_never_empty_and_names_what_was_not_read() {
    let passed = tags(&package(QUIET).run(&["--format", "junit"]).stdout);
    assert_eq!((named(&passed, "testcase").len(), named(&passed, "failure").len()), (1, 0));
    assert_eq!(named(&passed, "testsuites")[0]["tests"], "1");

    let unread = package(&format!("{QUIET}\nfn broken( {{ let = ; }}\n"));
    fs::write(unread.path("src/blob.rs"), b"fn main() {}\xff\n").expect("the folder can be written to");
    let tags = tags(&unread.run(&["--format", "junit"]).stdout);
    assert_eq!(named(&tags, "testsuites")[0]["errors"], "1");
    assert!(named(&tags, "error")[0]["message"].contains("src/blob.rs could not be read"));
}

#[test]
fn checkstyle_has_an_error_for_each_finding() {
    let odd = "src/a&b<c>\"d'.rs";
    let scratch = port();
    scratch.write(odd, DENIED);
    let run = scratch.run(&["--format", "checkstyle"]);
    let tags = tags(&run.stdout);
    assert_eq!(tags[0].0, "checkstyle");
    let files: Vec<&str> = named(&tags, "file").iter().map(|file| file["name"].as_str()).collect();
    assert_eq!(files, [odd, "src/lamp.rs", "src/quay.rs", "src/tower.rs"]);
    let errors = named(&tags, "error");
    let severities: Vec<&str> = errors.iter().map(|e| e["severity"].as_str()).collect();
    assert_eq!(severities, ["error", "warning", "warning", "error"]);
    assert_eq!((errors[0]["line"].as_str(), errors[0]["column"].as_str()), ("5", "28"));
    assert_eq!(errors[0]["source"], "conclint.closed-channel-spin");
    assert!(tags.len() == 9, "{}", run.stdout);
}

// ---- rustc --------------------------------------------------------------------------------------------------------

fn compiler_messages(text: &str) -> Vec<CompilerMessage> {
    let all = Message::parse_stream(BufReader::new(text.as_bytes())).map(|m| m.expect("cargo's readers can read it"));
    all.filter_map(|message| match message {
        Message::CompilerMessage(message) => Some(message),
        Message::TextLine(line) => panic!("not a message of cargo: {line}"),
        _ => None,
    })
    .collect()
}

#[test]
fn readers_of_cargo_can_read_rustc() {
    let scratch = port();
    let mut command = scratch.bare(&["--format", "rustc"]);
    let output = command.output().expect("the program starts");
    let text = String::from_utf8(output.stdout).expect("it is UTF-8");
    let messages = compiler_messages(&text);
    assert_eq!(messages.len(), 3);
    let finished = Message::parse_stream(BufReader::new(text.as_bytes())).filter_map(Result::ok).last();
    assert!(matches!(finished, Some(Message::BuildFinished(ref f)) if !f.success), "{finished:?}");
    for CompilerMessage { message, .. } in &messages {
        let primary: Vec<_> = message.spans.iter().filter(|s| s.is_primary).collect();
        assert_eq!(primary.len(), 1);
        assert!(message.code.as_ref().is_some_and(|c| c.code.starts_with("conclint::")));
        assert!(message.rendered.as_ref().is_some_and(|r| r.contains(&message.message)));
        assert!(message.children.iter().any(|c| c.level == DiagnosticLevel::Help), "the help is a child");
        spans_mean_their_text(&scratch, message);
    }
    let deny: Vec<bool> = messages.iter().map(|m| m.message.level == DiagnosticLevel::Error).collect();
    assert_eq!(deny, [false, false, true]);
}

/// Bytes, lines, columns and quoted lines of every span are about the same stretch of the file.
fn spans_mean_their_text(scratch: &Scratch, message: &Diagnostic) {
    for span in &message.spans {
        let text = fs::read_to_string(scratch.path(&span.file_name)).expect("it is there");
        let before = &text[..span.byte_start as usize];
        assert_eq!(span.line_start, before.matches('\n').count() + 1);
        let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
        assert_eq!(span.column_start, column, "columns count characters");
        let first = &span.text[0];
        assert_eq!(first.text, text.lines().nth(span.line_start - 1).unwrap_or_default());
        assert_eq!(first.highlight_start, span.column_start);
        if span.line_start == span.line_end {
            let within: String = first
                .text
                .chars()
                .skip(first.highlight_start - 1)
                .take(first.highlight_end - first.highlight_start)
                .collect();
            assert_eq!(within, text[span.byte_start as usize..span.byte_end as usize]);
        }
    }
}

/// A workspace in a folder with odd letters, whose members use much of what a manifest can say.
fn workspace() -> Scratch {
    let scratch = Scratch::new(&[(
        "a b#ü/Cargo.toml",
        "[workspace]\nmembers = [\"harbour\", \"crane-hook\"]\nresolver = \"2\"\n[workspace.package]\nversion = \"1.2.3\"\nedition = \"2021\"\n",
    )]);
    scratch.write(
        "a b#ü/harbour/Cargo.toml",
        "[package]\nname = \"harbour\"\nversion.workspace = true\nedition.workspace = true\n[[bin]]\nname = \"pilot\"\npath = \"pilot/go.rs\"\ntest = false\n",
    );
    scratch.write(
        "a b#ü/crane-hook/Cargo.toml",
        "[package]\nname = \"crane\"\nedition = \"2018\"\n[lib]\ncrate-type = [\"rlib\", \"cdylib\"]\ndoctest = false\n",
    );
    let spin = DENIED.replace("pub async fn serve", "#[allow(unused)]\nasync fn serve");
    for path in ["harbour/src/lib.rs", "crane-hook/src/lib.rs"] {
        scratch.write(&format!("a b#ü/{path}"), &DENIED.replace("pub async", "pub mod inner;\npub async"));
    }
    scratch.write("a b#ü/harbour/src/inner.rs", DENIED);
    scratch.write("a b#ü/crane-hook/src/inner.rs", DENIED);
    for path in [
        "harbour/pilot/go.rs",
        "harbour/src/main.rs",
        "harbour/src/bin/tug.rs",
        "harbour/src/bin/ferry/main.rs",
        "harbour/tests/tide.rs",
        "harbour/examples/map.rs",
        "harbour/benches/load.rs",
        "harbour/build.rs",
    ] {
        scratch.write(&format!("a b#ü/{path}"), &format!("{spin}\nfn main() {{}}\n"));
    }
    scratch
}

#[test]
fn packages_and_targets_are_those_of_cargo() {
    let scratch = workspace();
    let root = scratch.path("a b#ü");
    let metadata: Metadata = MetadataCommand::new()
        .current_dir(&root)
        .other_options(["--offline".to_owned()])
        .no_deps()
        .exec()
        .expect("cargo takes it for a workspace");
    let mut command = scratch.bare(&["--format", "rustc"]);
    let output = command.current_dir(&root).output().expect("the program starts");
    let messages = compiler_messages(&String::from_utf8(output.stdout).expect("it is UTF-8"));
    let mut seen = BTreeSet::new();
    for CompilerMessage { package_id, target, message, .. } in &messages {
        let package = metadata.packages.iter().find(|p| p.id == *package_id);
        let package = package.unwrap_or_else(|| panic!("cargo knows no package {package_id}"));
        let theirs = package.targets.iter().find(|t| t.src_path == target.src_path);
        let theirs = theirs.unwrap_or_else(|| panic!("cargo knows no target that starts in {}", target.src_path));
        assert_eq!(target, theirs, "{}", message.spans[0].file_name);
        seen.insert(&target.src_path);
    }
    let all = metadata.packages.iter().map(|p| p.targets.len()).sum::<usize>();
    assert_eq!((messages.len(), seen.len()), (12, all), "every target has a finding in its first file");
}

#[test]
fn rustc_has_the_keys_of_a_compilers_message() {
    let scratch = port();
    scratch.write("real/Cargo.toml", &format!("{MANIFEST}[workspace]\n"));
    scratch.write("real/src/lib.rs", "pub fn f() {\n    let x = 1;\n}\n");
    let real = Command::new(env!("CARGO"))
        .args(["check", "--offline", "--message-format=json"])
        .current_dir(scratch.path("real"))
        .env("CARGO_TARGET_DIR", scratch.path("built"))
        .output()
        .expect("cargo starts");
    let real = lines(&String::from_utf8(real.stdout).expect("it is UTF-8"));
    let ours = lines(&scratch.run(&["--format", "rustc", "src/quay.rs"]).stdout);
    for reason in ["compiler-message", "build-finished"] {
        let of_reason = |all: &[Value]| all.iter().find(|line| line["reason"] == reason).map(keys);
        assert!(of_reason(&real).is_some(), "cargo printed no {reason}");
        assert_eq!(of_reason(&ours), of_reason(&real), "{reason}");
    }
}

/// The keys of a value and of what it holds, as paths; elements of lists count as one.
fn keys(value: &Value) -> BTreeSet<String> {
    let mut out = BTreeSet::new();
    let mut todo = vec![(String::new(), value)];
    while let Some((path, value)) = todo.pop() {
        match value {
            Value::Object(map) => todo.extend(map.iter().map(|(key, inner)| (format!("{path}.{key}"), inner))),
            // What a help holds differs from help to help.
            Value::Array(list) if path != ".message.children" => {
                todo.extend(list.iter().map(|v| (format!("{path}[]"), v)))
            }
            _ => {}
        }
        out.insert(path);
    }
    out
}

// ---- Reports in files ---------------------------------------------------------------------------------------------

#[test]
fn reports_go_to_files_beside_what_is_printed() {
    let scratch = port();
    scratch.write("keep.json", "old");
    let args =
        ["--format", "short", "--report", "json=keep.json", "--report", "sarif=out.sarif", "--report", "human=a=b"];
    let run = scratch.run(&args);
    assert_eq!((run.code, run.stderr.as_str()), (1, ""));
    assert_eq!(run.stdout, scratch.run(&["--format", "short"]).stdout);
    let file = |name: &str| scratch.stable(&fs::read(scratch.path(name)).expect("it was written"));
    assert_eq!(file("keep.json"), scratch.run(&["--format", "json"]).stdout);
    assert_eq!(file("out.sarif"), scratch.run(&["--format", "sarif"]).stdout);
    assert_eq!(file("a=b"), scratch.run(&["--format", "human"]).stdout);
    let entries = fs::read_dir(&scratch.dir).expect("it is there").filter_map(|entry| entry.ok());
    let entries = entries.filter(|entry| entry.file_name() != ".conclint-cache").count();
    assert_eq!(entries, 5, "nothing else is left behind");
}

#[test]
fn a_report_shows_all_whatever_the_terminal_gets() {
    let scratch = many(31);
    scratch.run(&["--report", "human=all.txt", "--statistics", "-q"]);
    let text = fs::read_to_string(scratch.path("all.txt")).expect("it was written");
    assert_eq!(text.matches("error[closed-channel-spin]").count(), 31);
}

#[test]
fn a_report_that_cannot_be_written_is_said_before_the_work() {
    let scratch = port();
    scratch.write("folder/keep.txt", "");
    let cases: &[&[&str]] = &[
        &["--report", "sarif=nowhere/out.sarif"],
        &["--report", "sarif=folder"],
        &["--report", "sarif=out", "--report", "json=out"],
        &["--report", "sarif"],
        &["--report", "sarif="],
        &["--report", "sarif=-"],
        &["--report", "sarf=out"],
        &["--report", "xml=out"],
        &["--statistics", "--format", "sarif"],
    ];
    let mut all = String::new();
    for args in cases {
        let run = scratch.run(args);
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{args:?}");
        assert_eq!(run.stderr.lines().count(), 1, "{args:?}: {}", run.stderr);
        all.push_str(&format!("$ conclint {}\n{}\n", args.join(" "), run.stderr));
    }
    snapshot("wrong-report", &all);
}
