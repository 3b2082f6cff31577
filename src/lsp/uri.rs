//! Between the paths of files and the URIs by which a client names them.

use std::path::{Path, PathBuf};

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

/// What may not stand in the path of a URI as it is.
const ESCAPED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'/').remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// The path that a `file` URI names; `None` for any other: a text that is nowhere on the disk belongs to no package.
pub fn path(uri: &str) -> Option<PathBuf> {
    let rest = uri.strip_prefix("file://")?;
    let (host, path) = rest.split_at(rest.find('/')?);
    let path = percent_decode_str(path).decode_utf8().ok()?;
    native(host, &path, cfg!(windows)).map(PathBuf::from)
}

/// The `file` URI of an absolute path.
pub fn uri(path: &Path) -> String {
    let path = path.to_string_lossy();
    let path = if cfg!(windows) { path.replace('\\', "/") } else { path.into_owned() };
    let slash = if path.starts_with('/') { "" } else { "/" };
    format!("file://{slash}{}", utf8_percent_encode(&path, ESCAPED))
}

/// The path of a URI as the system writes it: on Windows a drive comes first, and a host is a share.
fn native(host: &str, path: &str, windows: bool) -> Option<String> {
    match (windows, host) {
        (false, "" | "localhost") => Some(path.to_owned()),
        (false, _) => None,
        (true, "" | "localhost") => Some(path.strip_prefix('/')?.replace('/', "\\")),
        (true, host) => Some(format!("\\\\{host}{}", path.replace('/', "\\"))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_uri_escapes_comes_back() {
        let odd = Path::new("/home/ä b/50%/#[a].rs");
        assert_eq!(uri(odd), "file:///home/%C3%A4%20b/50%25/%23%5Ba%5D.rs");
        assert_eq!(path(&uri(odd)).as_deref(), Some(odd));
    }

    #[test]
    fn only_files_of_this_machine_have_a_path() {
        assert_eq!(path("untitled:Untitled-1"), None);
        assert_eq!(path("file://elsewhere/a.rs"), None);
        assert_eq!(path("file://localhost/a.rs").as_deref(), Some(Path::new("/a.rs")));
        assert_eq!(path("file://"), None);
        assert_eq!(path("file:///%ff.rs"), None, "not UTF-8");
    }

    #[test]
    fn drives_and_shares_are_written_as_on_windows() {
        assert_eq!(native("", "/c:/code/a.rs", true).as_deref(), Some("c:\\code\\a.rs"));
        assert_eq!(native("server", "/share/a.rs", true).as_deref(), Some("\\\\server\\share\\a.rs"));
    }
}
