//! How conclint reaches people: each way is walked with the real tool at its other end.
//!
//! The tools (pre-commit, maturin, pipx, check-jsonschema, shells, mdbook, linkchecker, chromium, playwright) must be on the `PATH`;
//! `.ci/ways` installs them and runs this with `--ignored`.

mod scratch;

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

use scratch::*;

// ---- pre-commit ---------------------------------------------------------------------------------------------------

#[test]
#[ignore = "needs pre-commit"]
fn pre_commit_takes_the_hooks() {
    succeeds(Command::new("pre-commit").args(["validate-manifest", ".pre-commit-hooks.yaml"]).current_dir(root()));
}

#[test]
#[ignore = "needs pre-commit"]
fn the_hook_of_an_installed_conclint_stops_a_commit_with_a_denied_finding() {
    stops_a_commit("conclint-system");
}

#[test]
#[ignore = "needs pre-commit, and builds a wheel"]
fn the_hook_of_a_wheel_stops_a_commit_with_a_denied_finding() {
    stops_a_commit("conclint");
}

#[test]
#[ignore = "needs pre-commit, and builds conclint"]
fn the_hook_that_is_built_from_source_stops_a_commit_with_a_denied_finding() {
    stops_a_commit("conclint-src");
}

/// A commit of the file with the finding fails and says why; a commit of another file of the same package passes.
fn stops_a_commit(hook: &str) {
    let hooks = hooks();
    let work = harbour();
    git(&work, &["init", "--quiet"]);
    work.write(
        ".pre-commit-config.yaml",
        &format!("repos:\n- repo: {}\n  rev: {}\n  hooks:\n  - id: {hook}\n", hooks.dir.display(), head(&hooks)),
    );
    succeeds(tool(&work, "pre-commit").args(["install"]));

    git(&work, &["add", "src/yard.rs", "Cargo.toml", ".pre-commit-config.yaml"]);
    succeeds(tool(&work, "git").args(["commit", "--quiet", "-m", "the yard"]));

    git(&work, &["add", "src/tower.rs"]);
    let refused = output(tool(&work, "git").args(["commit", "--quiet", "-m", "the tower"]));
    let said = String::from_utf8_lossy(&refused.stderr).into_owned() + &String::from_utf8_lossy(&refused.stdout);
    assert!(!refused.status.success(), "the commit went through: {said}");
    assert!(said.contains("error[closed-channel-spin]"), "the finding is not shown: {said}");
    assert!(!said.contains("timer-reset"), "a file that is not in the commit is reported on: {said}");
}

/// This repository as it stands, as a repository that pre-commit can fetch hooks from.
fn hooks() -> Scratch {
    let copy = Scratch::new(&[]);
    let listed = succeeds(
        Command::new("git").args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"]).current_dir(root()),
    );
    for path in
        listed.split('\0').filter(|path| !path.is_empty() && !path.starts_with("tests/") && root().join(path).is_file())
    {
        let to = copy.path(path);
        fs::create_dir_all(to.parent().expect("it lies in the folder")).expect("the folder can be written to");
        fs::copy(root().join(path), to).expect("the file can be copied");
    }
    git(&copy, &["init", "--quiet"]);
    git(&copy, &["add", "--all"]);
    git(&copy, &["commit", "--quiet", "-m", "as it stands"]);
    copy
}

fn head(repository: &Scratch) -> String {
    succeeds(tool(repository, "git").args(["rev-parse", "HEAD"])).trim().to_owned()
}

// ---- cargo, wheels, images ----------------------------------------------------------------------------------------

#[test]
fn cargo_runs_it_as_a_subcommand() {
    let work = harbour();
    let mut command = Command::new(env!("CARGO"));
    command.args(["conclint", "--format", "short", "src/tower.rs"]).current_dir(&work.dir).env("PATH", path());
    let run = output(&mut command);
    assert_eq!(run.status.code(), Some(1), "the finding is denied: {}", String::from_utf8_lossy(&run.stderr));
    assert!(String::from_utf8_lossy(&run.stdout).starts_with("src/tower.rs:"), "the path is the user's");
}

#[test]
fn a_path_called_conclint_is_still_a_path_for_cargo() {
    let work = Scratch::new(&[("conclint/a.rs", DENIED)]);
    let mut command = Command::new(env!("CARGO_BIN_EXE_cargo-conclint"));
    let run = output(command.args(["conclint", "conclint", "--format", "short"]).current_dir(&work.dir));
    assert!(String::from_utf8_lossy(&run.stdout).starts_with("conclint/a.rs:"), "only the first word is cargo's");
}

#[test]
#[ignore = "needs maturin and pipx"]
fn a_wheel_brings_both_programs() {
    let out = Scratch::new(&[]);
    let wheels = out.path("wheels");
    succeeds(Command::new("maturin").args(["build", "--release", "--quiet", "--out"]).arg(&wheels).current_dir(root()));
    let wheel = fs::read_dir(&wheels)
        .expect("maturin made it")
        .next()
        .expect("it holds a wheel")
        .expect("it can be read")
        .path();
    let version = format!("conclint {}", env!("CARGO_PKG_VERSION"));

    let said = succeeds(tool(&out, "pipx").args(["run", "--spec"]).arg(&wheel).args(["conclint", "--version"]));
    assert_eq!(said.trim(), version);

    succeeds(tool(&out, "python3").args(["-m", "venv", "venv"]));
    succeeds(tool(&out, "venv/bin/pip").args(["install", "--quiet", "--no-deps"]).arg(&wheel));
    let said = succeeds(tool(&out, "venv/bin/cargo-conclint").args(["conclint", "--version"]));
    assert_eq!(said.trim(), version);
}

#[test]
fn the_image_copies_what_is_there() {
    let text = read("Dockerfile");
    let copied: Vec<&str> = text
        .lines()
        .filter_map(|line| line.strip_prefix("COPY "))
        .filter(|rest| !rest.starts_with("--from"))
        .flat_map(|rest| {
            let parts: Vec<&str> = rest.split_whitespace().collect();
            parts[..parts.len() - 1].to_vec()
        })
        .collect();
    assert!(copied.contains(&"src"), "the source is not copied");
    for path in copied {
        assert!(root().join(path).exists(), "the Dockerfile copies {path}, which is not there");
    }
}

// ---- Shells and man -----------------------------------------------------------------------------------------------

#[test]
fn there_are_completions_for_five_shells() {
    let scratch = Scratch::new(&[]);
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let run = scratch.run(&["completions", shell]);
        assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{shell}");
        assert!(run.stdout.contains("explain") && run.stdout.contains("deny"), "{shell} completes no words of ours");
    }
    let run = scratch.run(&["completions", "basch"]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("did you mean `bash`?"), "{}", run.stderr);
}

#[test]
#[ignore = "needs bash, elvish, fish and zsh"]
fn shells_read_their_completions() {
    let scratch = Scratch::new(&[]);
    // What an interactive elvish has and a script has not.
    let edit = "var edit: = (ns [&completion:=(ns [&arg-completer=[&]]) &complex-candidate~=$nop~])\n";
    for (shell, args, before) in
        [("bash", &["-n"][..], ""), ("elvish", &[], edit), ("fish", &["--no-execute"], ""), ("zsh", &["-n"], "")]
    {
        scratch.write(shell, &format!("{before}{}", scratch.run(&["completions", shell]).stdout));
        succeeds(tool(&scratch, shell).args(args).arg(shell));
    }
    let asked =
        "source ./bash; COMP_WORDS=(conclint --for); COMP_CWORD=1; _conclint conclint --for ''; echo ${COMPREPLY[@]}";
    assert!(succeeds(tool(&scratch, "bash").args(["-c", asked])).contains("--format"), "bash does not complete a flag");
}

#[test]
#[ignore = "needs man"]
fn the_man_page_can_be_read() {
    let scratch = Scratch::new(&[]);
    scratch.write("conclint.1", &scratch.run(&["man"]).stdout);
    let mut man = tool(&scratch, "man");
    let shown = output(
        man.args(["--warnings", "--no-justification", "--local-file", "conclint.1"])
            .env("MANWIDTH", "100")
            .env("LC_ALL", "C.UTF-8"),
    );
    assert_eq!(String::from_utf8_lossy(&shown.stderr), "", "man warns of the page");
    let shown = String::from_utf8_lossy(&shown.stdout).into_owned();
    for part in ["NAME", "SYNOPSIS", "OPTIONS", "COMMANDS", "--format", "Exit code"] {
        assert!(shown.contains(part), "the page has no {part}: {shown}");
    }
}

// ---- CI -----------------------------------------------------------------------------------------------------------

#[test]
#[ignore = "needs check-jsonschema"]
fn the_action_and_the_snippets_have_the_shape_that_their_systems_ask_for() {
    let scratch = Scratch::new(&[]);
    let check = |schema: &str, file: &Path| {
        succeeds(tool(&scratch, "check-jsonschema").args(["--builtin-schema", schema]).arg(file));
    };
    check("vendor.github-actions", &root().join("action.yml"));
    for workflow in ["advisories", "check", "release"] {
        check("vendor.github-workflows", &root().join(format!(".github/workflows/{workflow}.yml")));
    }
    for form in ["false-positive", "missed-bug"] {
        check("vendor.github-issue-forms", &root().join(format!(".github/ISSUE_TEMPLATE/{form}.yml")));
    }
    let guide = read("docs/ci.md");
    scratch.write("workflow.yml", block(&guide, "name: conclint"));
    check("vendor.github-workflows", &scratch.path("workflow.yml"));
    scratch.write("gitlab.yml", block(&guide, "conclint:"));
    check("vendor.gitlab-ci", &scratch.path("gitlab.yml"));
}

#[test]
#[ignore = "needs python3 with yaml"]
fn the_action_annotates_and_keeps_the_findings_for_upload() {
    let work = harbour();
    let run =
        act(&work, &[("PATHS", "src/tower.rs src/quay.rs"), ("ARGS", "-W time"), ("ONLY_NEW", "false"), ("BASE", "")]);
    assert_eq!(run.status.code(), Some(1), "a denied finding fails the step: {}", String::from_utf8_lossy(&run.stderr));
    let said = String::from_utf8_lossy(&run.stdout);
    assert!(said.contains("::error file=src/tower.rs"), "no annotation: {said}");
    let sarif: Value = serde_json::from_str(&fs::read_to_string(work.path("conclint.sarif")).expect("it is written"))
        .expect("it is JSON");
    assert_eq!(sarif["runs"][0]["results"].as_array().map(Vec::len), Some(2), "the upload holds both findings");
    assert!(
        fs::read_to_string(work.path("output")).is_ok_and(|o| o.starts_with("sarif-file=")),
        "the next step is not told"
    );
}

#[test]
#[ignore = "needs python3 with yaml, and git"]
fn the_action_reports_only_what_a_change_touches_where_asked() {
    let work = harbour();
    git(&work, &["init", "--quiet"]);
    git(&work, &["add", "--all"]);
    git(&work, &["commit", "--quiet", "-m", "as it was"]);
    let base = head(&work);
    git(&work, &["remote", "add", "origin", "."]);
    work.write("src/quay.rs", &WARNED.replace("from_secs(10)", "from_secs(20)"));
    git(&work, &["commit", "--quiet", "--all", "-m", "as it is"]);
    let run = act(&work, &[("PATHS", "."), ("ARGS", "-D warnings"), ("ONLY_NEW", "true"), ("BASE", &base)]);
    let said = String::from_utf8_lossy(&run.stdout);
    assert!(said.contains("src/quay.rs") && !said.contains("src/tower.rs"), "not only what is new: {said}");
}

#[test]
#[ignore = "needs python3 with yaml, and git"]
fn the_action_shows_in_the_summary_what_changes_on_the_map() {
    let work = harbour();
    git(&work, &["init", "--quiet"]);
    git(&work, &["add", "--all"]);
    git(&work, &["commit", "--quiet", "-m", "as it was"]);
    let base = head(&work);
    git(&work, &["remote", "add", "origin", "."]);
    work.write("src/lib.rs", &format!("{LIB}{STARTS}"));
    git(&work, &["commit", "--quiet", "--all", "-m", "as it is"]);
    work.write("summary", "What another step has said.\n");
    let run = act_in(&work, "map", &[("PATHS", "."), ("BASE", &base)]);
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    let summary = fs::read_to_string(work.path("summary")).expect("it is written");
    assert!(summary.starts_with("What another step has said.\n"), "it is added to what is there: {summary}");
    assert!(summary.contains("### Concurrency map") && summary.contains("**Added**"), "{summary}");
    assert!(summary.contains("- +1 thread `block in keep_open` without owner"), "{summary}");

    for none in ["", "0000000000000000000000000000000000000000"] {
        let run = act_in(&work, "map", &[("PATHS", "."), ("BASE", none)]);
        assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
        let summary = fs::read_to_string(work.path("summary")).expect("it is written");
        assert!(summary.ends_with("so nothing on the concurrency map can be compared.\n"), "{summary}");
    }
}

/// A thread that nobody keeps.
const STARTS: &str = "pub fn keep_open() {\n    std::thread::spawn(|| println!(\"open\"));\n}\n";

/// Does in a folder what the action's step that runs conclint would do on GitHub's machine.
fn act(work: &Scratch, env: &[(&str, &str)]) -> Output {
    act_in(work, "run", env)
}

/// The same of the step of this name.
fn act_in(work: &Scratch, id: &str, env: &[(&str, &str)]) -> Output {
    let read = "import yaml,json,sys; json.dump(yaml.safe_load(open(sys.argv[1])), sys.stdout)";
    let action = succeeds(tool(work, "python3").args(["-c", read]).arg(root().join("action.yml")));
    let action: Value = serde_json::from_str(&action).expect("it is JSON");
    let steps = action["runs"]["steps"].as_array().expect("the action has steps");
    let step = steps.iter().find(|step| step["id"] == id).expect("there is such a step");
    let script = step["run"].as_str().expect("it is a script");
    let mut command = tool(work, "bash");
    command.args(["-c", script]).envs(env.iter().copied());
    command.env("RUNNER_TEMP", &work.dir).env("GITHUB_OUTPUT", work.path("output")).env("GITHUB_ACTIONS", "true");
    command.env("GITHUB_STEP_SUMMARY", work.path("summary"));
    output(&mut command)
}

/// The YAML block of a guide that begins with this line.
fn block<'t>(guide: &'t str, first: &str) -> &'t str {
    let blocks = guide.split("```yaml\n").skip(1).filter_map(|rest| rest.split("```").next());
    blocks.into_iter().find(|block| block.lines().next() == Some(first)).expect("the guide has such a block")
}

// ---- The site -----------------------------------------------------------------------------------------------------

#[test]
#[ignore = "needs mdbook, linkchecker, chromium and playwright"]
fn the_site_has_a_page_a_lint_and_no_dead_link_and_a_browser_shows_it() {
    let out = Scratch::new(&[]);
    let site = out.path("site");
    succeeds(Command::new("mdbook").args(["build", "docs", "--dest-dir"]).arg(&site).current_dir(root()));
    for lint in conclint::lints::ALL {
        let page = fs::read_to_string(site.join(format!("lints/{}.html", lint.name))).expect("every lint has a page");
        assert!(page.contains("Silent when"), "the page of {} is not the room's", lint.name);
    }
    out.write("linkcheckerrc", "[AnchorCheck]\n");
    succeeds(tool(&out, "linkchecker").args(["--no-status", "--config=linkcheckerrc"]).arg(site.join("index.html")));

    let look = root().join("tests/site/look.py");
    let said = succeeds(tool(&out, "python3").arg(look).arg(&site));
    assert!(said.contains(" 0 things wrong"), "{said}");
}

// ---- The map ------------------------------------------------------------------------------------------------------

/// A yard with two locks, a channel, two tasks and who takes and starts them.
const YARD: &str = "
pub struct YardNN {
    load: Mutex<u32>,
    log: Mutex<Vec<u32>>,
}

impl YardNN {
    pub fn open(&self) {
        let (tx, rx) = mpsc::channel(8);
        tokio::spawn(feed_NN(tx));
        tokio::spawn(lift_NN(rx));
    }

    pub fn weigh(&self) {
        let load = self.load.lock().unwrap();
        self.log.lock().unwrap().push(*load);
    }
}

async fn feed_NN(crates: mpsc::Sender<u32>) {
    let _ = crates.send(1).await;
}

async fn lift_NN(mut crates: mpsc::Receiver<u32>) {
    while let Some(one) = crates.recv().await {
        println!(\"{one}\");
    }
}
";

/// A workspace whose map has over 2,000 nodes.
fn port_of_many_yards() -> Scratch {
    let scratch = Scratch::new(&[("Cargo.toml", "[workspace]\nmembers = [\"pier*\"]\n")]);
    for pier in 0..12 {
        scratch.write(&format!("pier{pier}/Cargo.toml"), &MANIFEST.replace("harbour", &format!("pier{pier}")));
        let modules: String = (0..9).map(|file| format!("pub mod yard{file};\n")).collect();
        scratch.write(&format!("pier{pier}/src/lib.rs"), &modules);
        for file in 0..9 {
            let yards: String = (0..3).map(|n| YARD.replace("NN", &format!("{file}_{n}"))).collect();
            let code = format!("use std::sync::Mutex;\n\nuse tokio::sync::mpsc;\n{yards}");
            scratch.write(&format!("pier{pier}/src/yard{file}.rs"), &code);
        }
    }
    scratch
}

#[test]
#[ignore = "needs chromium and playwright"]
fn the_map_of_a_large_workspace_opens_in_time_and_can_be_searched_and_filtered() {
    let scratch = port_of_many_yards();
    fs::write(scratch.path("map.html"), succeeds(tool(&scratch, "conclint").args(["map", "--format", "html"])))
        .expect("the page can be written");
    let said = succeeds(tool(&scratch, "python3").arg(root().join("tests/site/map.py")).arg("map.html"));
    let nodes = said.split(' ').next().and_then(|n| n.parse::<u32>().ok());
    assert!(nodes.is_some_and(|n| n >= 2000) && said.contains(" 0 things wrong"), "{said}");
}

#[test]
#[ignore = "needs chromium and playwright"]
fn the_map_of_a_small_package_opens_and_can_be_searched_and_filtered() {
    let scratch = package(&read("tests/map/quay.rs"));
    fs::write(scratch.path("map.html"), succeeds(tool(&scratch, "conclint").args(["map", "--format", "html"])))
        .expect("the page can be written");
    let said = succeeds(tool(&scratch, "python3").arg(root().join("tests/site/map.py")).arg("map.html"));
    assert!(said.contains(" 0 things wrong"), "{said}");
}

// ---- Running ------------------------------------------------------------------------------------------------------

/// A tool in a folder, which finds the conclint under test first, and keeps there what it would keep for the user.
fn tool(scratch: &Scratch, name: &str) -> Command {
    let mut command = if name.contains('/') { Command::new(scratch.path(name)) } else { Command::new(name) };
    command.current_dir(&scratch.dir).env("PATH", path());
    command.env("PRE_COMMIT_HOME", scratch.path(".pre-commit")).env("PIPX_HOME", scratch.path(".pipx"));
    for (key, value) in [("NAME", "A. Tester"), ("EMAIL", "tester@example.org")] {
        command.env(format!("GIT_AUTHOR_{key}"), value).env(format!("GIT_COMMITTER_{key}"), value);
    }
    command
}

fn git(scratch: &Scratch, args: &[&str]) {
    succeeds(tool(scratch, "git").args(args));
}

/// The tester's `PATH` with the programs under test first.
fn path() -> std::ffi::OsString {
    let ours = Path::new(env!("CARGO_BIN_EXE_conclint")).parent().expect("it lies in a folder").to_path_buf();
    let rest = env::var_os("PATH").unwrap_or_default();
    env::join_paths(std::iter::once(ours).chain(env::split_paths(&rest))).expect("the PATH can be joined again")
}

fn output(command: &mut Command) -> Output {
    command.output().unwrap_or_else(|e| panic!("{command:?} could not be started: {e}"))
}

/// What a command prints; the test fails where the command does.
fn succeeds(command: &mut Command) -> String {
    let run = output(command);
    let (out, err) = (String::from_utf8_lossy(&run.stdout), String::from_utf8_lossy(&run.stderr));
    assert!(run.status.success(), "{command:?} failed\n{out}\n{err}");
    out.into_owned()
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|e| panic!("{path}: {e}"))
}
