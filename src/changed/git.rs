//! What is asked of git, and the sentences for what it answers when it cannot.
//!
//! A user's settings change neither what is compared nor how it is printed.

use std::ffi::OsStr;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use super::patch;
use crate::files::reason;

/// A repository.
pub struct Git {
    /// The folder of its files, without links.
    pub root: PathBuf,
    /// The flag for which it is asked.
    flag: &'static str,
}

impl Git {
    /// The repository that a folder lies in.
    pub fn of(folder: &Path, flag: &'static str) -> Result<Git, String> {
        let mut git = Git { root: folder.to_path_buf(), flag };
        let output = git.run(&["rev-parse", "--show-toplevel"])?;
        let said = String::from_utf8_lossy(&output.stderr);
        if !output.status.success() && said.contains("not a git repository") {
            let folder = folder.display();
            return Err(format!("{flag} needs a git repository, and {folder} lies in none; leave the flag out there"));
        }
        let root = git.told(output)?;
        let root = PathBuf::from(root.strip_suffix('\n').unwrap_or(&root));
        git.root = root.canonicalize().unwrap_or(root);
        Ok(git)
    }

    /// The last commit, or where there is none yet the empty tree.
    pub fn head(&self) -> Result<String, String> {
        match self.commit("HEAD")? {
            Some(head) => Ok(head),
            None => Ok(self.ask(&["hash-object", "-t", "tree", "--stdin"])?.trim().to_owned()),
        }
    }

    /// The commit at which the history of what is checked out left that of another commit.
    pub fn left_at(&self, name: &str) -> Result<String, String> {
        let Some(other) = self.commit(name)? else {
            return Err(format!(
                "git knows no commit `{name}`; name a branch, a tag or a commit, as {}=main",
                self.flag
            ));
        };
        let Some(head) = self.commit("HEAD")? else {
            return Err(format!("nothing is committed yet; {} without a name compares with nothing", self.flag));
        };
        let output = self.run(&["merge-base", &other, &head])?;
        match output.status.code() {
            Some(1) => Err(format!(
                "`{name}` and what is checked out have no commit in common; fetch more of the history, or name another"
            )),
            _ => Ok(self.told(output)?.trim().to_owned()),
        }
    }

    /// The patch, without lines around the changes, from a tree to the files or, with `--cached`, to what is staged.
    pub fn diff(&self, what: &[&str]) -> Result<String, String> {
        let to = format!("--dst-prefix={}", patch::PREFIX);
        let shape = [
            "diff",
            "--unified=0",
            "--inter-hunk-context=0",
            "--find-renames",
            "--no-ext-diff",
            "--no-textconv",
            "--no-color",
            "--no-relative",
            "--ignore-submodules",
            "--src-prefix=old/",
            &to,
        ];
        self.ask(&[&shape[..], what, &["--", "*.rs"]].concat())
    }

    /// The files that git does not know and is not told to ignore, as paths from the root.
    pub fn untracked(&self) -> Result<Vec<String>, String> {
        self.paths(&["ls-files", "--others", "--exclude-standard", "-z", "--", "*.rs"])
    }

    /// The files that are not as they are staged, as paths from the root.
    pub fn unstaged(&self) -> Result<Vec<String>, String> {
        let shape = ["diff", "--name-only", "--no-ext-diff", "--no-renames", "--no-relative", "--ignore-submodules"];
        self.paths(&[&shape[..], &["-z", "--", "*.rs"]].concat())
    }

    /// The staged text of a file; `None` where it is not staged, or no text.
    pub fn staged(&self, path: &str) -> Result<Option<String>, String> {
        let output = self.run(&["cat-file", "blob", &format!(":{path}")])?;
        Ok(String::from_utf8(output.stdout).ok().filter(|_| output.status.success()))
    }

    /// The files of a commit whose paths fit one of these patterns, as paths from the root; links are none.
    pub fn files_of(&self, commit: &str, patterns: &[&str]) -> Result<Vec<String>, String> {
        let listed = self.paths(&["ls-tree", "-r", "-z", "--full-tree", commit])?;
        let fits = |path: &str| patterns.iter().any(|pattern| path.ends_with(pattern.trim_start_matches('*')));
        let files = listed
            .iter()
            .filter_map(|line| line.split_once('\t'))
            .filter(|(head, path)| head.starts_with("100") && fits(path) && !path.contains('\n'));
        Ok(files.map(|(_, path)| path.to_owned()).collect())
    }

    /// The texts of files of a commit, in their order; `None` for one that is no text.
    pub fn texts_of(&self, commit: &str, paths: &[String]) -> Result<Vec<Option<String>>, String> {
        let asked: String = paths.iter().map(|path| format!("{commit}:{path}\n")).collect();
        let output = self.run_with(&["cat-file", "--batch"], asked)?;
        let (mut texts, mut rest) = (Vec::with_capacity(paths.len()), output.as_slice());
        for path in paths {
            let head = rest.iter().position(|byte| *byte == b'\n').unwrap_or(rest.len());
            let said = String::from_utf8_lossy(&rest[..head]).into_owned();
            let size = said.rsplit(' ').next().and_then(|size| size.parse::<usize>().ok());
            let size = size.filter(|size| head + 1 + size <= rest.len());
            let Some(size) = size else {
                return Err(format!("{} asks git for {path} of {commit}, and git printed: {said}", self.flag));
            };
            texts.push(String::from_utf8(rest[head + 1..head + 1 + size].to_vec()).ok());
            rest = rest.get(head + 2 + size..).unwrap_or_default();
        }
        Ok(texts)
    }

    /// The commit that a name means.
    fn commit(&self, name: &str) -> Result<Option<String>, String> {
        if name.is_empty() || name.starts_with('-') {
            return Ok(None);
        }
        let output = self.run(&["rev-parse", "--verify", "--quiet", &format!("{name}^{{commit}}")])?;
        Ok(output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned()))
    }

    fn paths(&self, args: &[&str]) -> Result<Vec<String>, String> {
        let text = self.ask(args)?;
        Ok(text.split('\0').filter(|path| !path.is_empty()).map(str::to_owned).collect())
    }

    fn ask(&self, args: &[&str]) -> Result<String, String> {
        let output = self.run(args)?;
        self.told(output)
    }

    /// What git printed, or a sentence with what it complained of. Bytes that are no text lie in no path of a Rust file.
    fn told(&self, output: Output) -> Result<String, String> {
        if output.status.success() {
            return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
        }
        let said = String::from_utf8_lossy(&output.stderr);
        let first = said.lines().next().unwrap_or("it gave no reason");
        Err(format!("{} asks git what changed, and git could not tell: {first}", self.flag))
    }

    /// What git prints when it is told this on its standard input.
    fn run_with(&self, args: &[&str], input: String) -> Result<Vec<u8>, String> {
        let mut child = self.command(args).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
        let child = child.as_mut().map_err(|e| self.unstarted(e))?;
        // It prints while it still reads.
        let writer = child.stdin.take().map(|mut stdin| std::thread::spawn(move || stdin.write_all(input.as_bytes())));
        let mut printed = Vec::new();
        let read = child.stdout.take().map(|mut stdout| stdout.read_to_end(&mut printed));
        if let Some(writer) = writer {
            let _ = writer.join();
        }
        let ended = child.wait();
        match (read, ended) {
            (Some(Ok(_)), Ok(status)) if status.success() => Ok(printed),
            _ => Err(format!("{} asks git what another commit holds, and git could not tell", self.flag)),
        }
    }

    fn run(&self, args: &[&str]) -> Result<Output, String> {
        self.command(args).stdin(Stdio::null()).output().map_err(|e| self.unstarted(&e))
    }

    fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new("git");
        command
            .arg("-C")
            .arg(&self.root)
            .args(["-c", "core.quotePath=false"].iter().chain(args).map(OsStr::new))
            .env("GIT_OPTIONAL_LOCKS", "0")
            .env("LC_ALL", "C");
        command
    }

    fn unstarted(&self, error: &io::Error) -> String {
        match error.kind() {
            io::ErrorKind::NotFound => {
                format!("{} asks git what changed, and there is no git; install it or leave the flag out", self.flag)
            }
            _ => format!("{} asks git what changed, and git did not start: {}", self.flag, reason(error)),
        }
    }
}
