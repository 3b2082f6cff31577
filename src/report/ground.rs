//! Where a run stands on the disk, so that its paths can be told to those who count from elsewhere.

use std::path::{Component, Path, PathBuf};

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

/// What must not stand in a part of a path in a URL.
const NOT_IN_A_PART: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'%')
    .add(b'/')
    .add(b'<')
    .add(b'>')
    .add(b'?')
    .add(b'\\')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'}');

/// The folders that paths are counted from, all absolute.
#[derive(Clone, Debug)]
pub struct Ground {
    /// The working directory: findings' paths begin there where they lie below it.
    pub here: PathBuf,
    /// The root of the repository; the working directory where there is none.
    pub repository: PathBuf,
    /// The machine's name, for links that may be followed on another; empty where unknown.
    pub host: String,
}

impl Ground {
    /// A finding's path, from the root of the file system.
    pub fn absolute(&self, shown: &str) -> PathBuf {
        self.here.join(shown)
    }

    /// A finding's path from the root of the repository, with `/` between the parts; `None` where it lies outside.
    pub fn in_repository(&self, shown: &str) -> Option<String> {
        let path = self.absolute(shown);
        let below = path.strip_prefix(&self.repository).ok()?;
        Some(parts(below).collect::<Vec<_>>().join("/"))
    }

    /// [`Ground::in_repository`] as the end of a URL.
    pub fn url_in_repository(&self, shown: &str) -> Option<String> {
        Some(encoded(Path::new(&self.in_repository(shown)?)))
    }

    /// The URL of a finding's file, for a terminal.
    pub fn url(&self, shown: &str) -> String {
        url(&self.host, &self.absolute(shown))
    }

    /// A finding's path from the root of the repository, or the whole path where it lies outside.
    pub fn told(&self, shown: &str) -> String {
        self.in_repository(shown).unwrap_or_else(|| self.absolute(shown).to_string_lossy().into_owned())
    }
}

/// The URL of a path from the root, on a machine where `host` is not empty.
pub fn url(host: &str, path: &Path) -> String {
    let drive = path.components().find_map(|c| match c {
        Component::Prefix(prefix) => Some(format!("/{}", prefix.as_os_str().to_string_lossy())),
        _ => None,
    });
    format!("file://{host}{}/{}", drive.unwrap_or_default(), encoded(path))
}

/// The path's parts as they stand in a URL.
fn encoded(path: &Path) -> String {
    parts(path).map(|part| utf8_percent_encode(&part, NOT_IN_A_PART).to_string()).collect::<Vec<_>>().join("/")
}

/// The path's parts, without prefix and root.
fn parts(path: &Path) -> impl Iterator<Item = String> + '_ {
    path.components().filter(|c| matches!(c, Component::Normal(_) | Component::ParentDir)).map(text)
}

fn text(part: Component<'_>) -> String {
    part.as_os_str().to_string_lossy().into_owned()
}
