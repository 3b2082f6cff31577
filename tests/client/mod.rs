//! An editor, as far as the protocol goes: it starts the server, talks to it, and edits texts as it says.

use std::collections::VecDeque;
use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, ChildStdin};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::scratch::{Scratch, start};

/// How long to wait for what must come.
const PATIENCE: Duration = Duration::from_secs(60);

/// An editor, as far as the protocol goes.
pub struct Client<'s> {
    scratch: &'s Scratch,
    child: Child,
    /// Where the server reads; without it the session breaks off.
    pub stdin: Option<ChildStdin>,
    inbox: Receiver<Value>,
    /// What came while something else was waited for.
    unread: VecDeque<Value>,
    next_id: i32,
    /// What the server answered to `initialize`.
    pub welcome: Value,
}

pub fn with_related(mut capabilities: Value) -> Value {
    capabilities["textDocument"] = json!({
        "publishDiagnostics": { "relatedInformation": true, "codeDescriptionSupport": true },
        "hover": { "contentFormat": ["markdown", "plaintext"] },
    });
    capabilities
}

impl<'s> Client<'s> {
    /// A session with a client that can do what most can.
    pub fn start(scratch: &'s Scratch) -> Client<'s> {
        let edits = json!({ "workspace": { "workspaceEdit": { "documentChanges": true } } });
        Client::start_with(scratch, &[], with_related(edits))
    }

    pub fn start_with(scratch: &'s Scratch, args: &[&str], capabilities: Value) -> Client<'s> {
        Client::start_in(scratch, ".", args, capabilities)
    }

    /// A session in one folder of the scratch folder.
    pub fn start_in(scratch: &'s Scratch, folder: &str, args: &[&str], capabilities: Value) -> Client<'s> {
        let mut client = Client::spawn(scratch, args);
        let uri = if folder == "." { scratch_uri(scratch, "") } else { scratch_uri(scratch, folder) };
        let folders = json!([{ "uri": uri.trim_end_matches('/'), "name": "work" }]);
        let params = json!({ "processId": null, "capabilities": capabilities, "workspaceFolders": folders });
        client.welcome = client.request("initialize", params);
        client.notify("initialized", json!({}));
        client
    }

    pub fn spawn(scratch: &'s Scratch, args: &[&str]) -> Client<'s> {
        let mut child = start(&mut scratch.bare(&[&["lsp", "--stdio"], args].concat()));
        let mut output = BufReader::new(child.stdout.take().expect("it is piped"));
        let (sender, inbox) = channel();
        thread::spawn(move || {
            while let Some(message) = read(&mut output) {
                if sender.send(message).is_err() {
                    return;
                }
            }
        });
        let stdin = child.stdin.take();
        Client { scratch, child, stdin, inbox, unread: VecDeque::new(), next_id: 1, welcome: Value::Null }
    }

    pub fn uri(&self, path: &str) -> String {
        scratch_uri(self.scratch, path)
    }

    pub fn raw(&mut self, bytes: &[u8]) {
        let stdin = self.stdin.as_mut().expect("the session is not over");
        stdin.write_all(bytes).and_then(|()| stdin.flush()).expect("the server reads");
    }

    pub fn send(&mut self, message: Value) {
        let text = message.to_string();
        self.raw(format!("Content-Length: {}\r\n\r\n{text}", text.len()).as_bytes());
    }

    pub fn notify(&mut self, method: &str, params: Value) {
        self.send(json!({ "jsonrpc": "2.0", "method": method, "params": params }));
    }

    /// The whole answer to a request.
    pub fn ask(&mut self, method: &str, params: Value) -> Value {
        let id = self.begin(method, params);
        self.answer(id)
    }

    /// Sends a request and gives its number.
    pub fn begin(&mut self, method: &str, params: Value) -> i32 {
        let id = self.next_id;
        self.next_id += 1;
        self.send(json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params }));
        id
    }

    /// The whole answer to the request of this number.
    pub fn answer(&mut self, id: i32) -> Value {
        self.take(|message| message["id"] == id && message.get("method").is_none())
    }

    /// What a request that is answered gives.
    pub fn request(&mut self, method: &str, params: Value) -> Value {
        let answer = self.ask(method, params);
        assert_eq!(answer.get("error"), None, "{method}");
        answer["result"].clone()
    }

    /// The next message of the server's own, of this method, that fits.
    pub fn wait(&mut self, method: &str, fits: impl Fn(&Value) -> bool) -> Value {
        self.take(|message| message["method"] == method && fits(&message["params"]))["params"].clone()
    }

    /// Takes the first message that fits, whenever it came.
    pub fn take(&mut self, fits: impl Fn(&Value) -> bool) -> Value {
        if let Some(at) = self.unread.iter().position(&fits) {
            return self.unread.remove(at).expect("it is there");
        }
        let until = Instant::now() + PATIENCE;
        loop {
            match self.inbox.recv_timeout(until.saturating_duration_since(Instant::now())) {
                Ok(message) if fits(&message) => return message,
                Ok(message) => self.unread.push_back(message),
                Err(RecvTimeoutError::Timeout) => panic!("it does not come; there is {:?}", self.unread),
                Err(RecvTimeoutError::Disconnected) => panic!("the server has gone; there is {:?}", self.unread),
            }
        }
    }

    /// A message of this method that came by now and that nobody has asked for.
    pub fn unread(&mut self, method: &str) -> Option<&Value> {
        self.unread.extend(self.inbox.try_iter());
        self.unread.iter().find(|message| message["method"] == method)
    }

    pub fn open(&mut self, path: &str, text: &str) {
        let item = json!({ "uri": self.uri(path), "languageId": "rust", "version": 1, "text": text });
        self.notify("textDocument/didOpen", json!({ "textDocument": item }));
    }

    pub fn change(&mut self, path: &str, version: i32, changes: Value) {
        let document = json!({ "uri": self.uri(path), "version": version });
        self.notify("textDocument/didChange", json!({ "textDocument": document, "contentChanges": changes }));
    }

    pub fn close(&mut self, path: &str) {
        self.notify("textDocument/didClose", json!({ "textDocument": { "uri": self.uri(path) } }));
    }

    pub fn changed_on_disk(&mut self, path: &str) {
        let change = json!({ "uri": self.uri(path), "type": 2 });
        self.notify("workspace/didChangeWatchedFiles", json!({ "changes": [change] }));
    }

    /// The next diagnostics that are published for a file.
    pub fn diagnostics(&mut self, path: &str) -> Value {
        let uri = self.uri(path);
        self.wait("textDocument/publishDiagnostics", |shown| shown["uri"] == uri)
    }

    /// The lints of the next diagnostics that are published for a file.
    pub fn codes(&mut self, path: &str) -> Vec<String> {
        let shown = self.diagnostics(path);
        let found = shown["diagnostics"].as_array().expect("a list").iter();
        found.map(|one| one["code"].as_str().unwrap_or_default().to_owned()).collect()
    }

    pub fn hover(&mut self, path: &str, line: u32, character: u32) -> Value {
        let asked = self.position(path, line, character);
        self.request("textDocument/hover", asked)
    }

    /// A position in a document, as requests name it.
    pub fn position(&self, path: &str, line: u32, character: u32) -> Value {
        json!({ "textDocument": { "uri": self.uri(path) }, "position": { "line": line, "character": character } })
    }

    pub fn actions(&mut self, path: &str, range: Value, only: Value) -> Vec<Value> {
        let mut context = json!({ "diagnostics": [] });
        if !only.is_null() {
            context["only"] = only;
        }
        let params = json!({ "textDocument": { "uri": self.uri(path) }, "range": range, "context": context });
        self.request("textDocument/codeAction", params).as_array().expect("a list").clone()
    }

    /// Ends the session in order; nothing may have gone wrong on the way.
    pub fn quit(mut self) {
        self.request("shutdown", json!(null));
        self.notify("exit", json!(null));
        assert_eq!(self.ended(), (0, String::new()));
    }

    /// Exit code and standard error of a server that ends.
    pub fn ended(&mut self) -> (i32, String) {
        let until = Instant::now() + PATIENCE;
        let status = loop {
            if let Some(status) = self.child.try_wait().expect("it can be asked") {
                break status;
            }
            assert!(Instant::now() < until, "the server does not end");
            thread::sleep(Duration::from_millis(5));
        };
        let mut stderr = String::new();
        self.child.stderr.take().expect("it is piped").read_to_string(&mut stderr).expect("it is UTF-8");
        (status.code().expect("it was not killed"), stderr)
    }
}

impl Drop for Client<'_> {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// One message of the server, or `None` at the end.
fn read(output: &mut impl BufRead) -> Option<Value> {
    let mut length = None;
    loop {
        let mut line = String::new();
        if output.read_line(&mut line).ok()? == 0 {
            return None;
        }
        match line.trim_end() {
            "" => break,
            header => {
                length = header.strip_prefix("Content-Length: ").and_then(|n| n.parse::<usize>().ok()).or(length);
            }
        }
    }
    let mut body = vec![0; length.expect("every message has a length")];
    output.read_exact(&mut body).ok()?;
    Some(serde_json::from_slice(&body).expect("every message is JSON"))
}

pub fn scratch_uri(scratch: &Scratch, path: &str) -> String {
    format!("file://{}", scratch.path(path).display())
}

pub fn range(start: (usize, usize), end: (usize, usize)) -> Value {
    let at = |(line, character): (usize, usize)| json!({ "line": line, "character": character });
    json!({ "start": at(start), "end": at(end) })
}

/// The text after edits, whose columns are in ASCII lines here.
pub fn edit(text: &str, edits: &Value) -> String {
    let mut edited = text.to_owned();
    for edit in edits.as_array().expect("a list").iter().rev() {
        let offset = |at: &Value| {
            let line = at["line"].as_u64().expect("a number") as usize;
            let column = at["character"].as_u64().expect("a number") as usize;
            text.split_inclusive('\n').take(line).map(str::len).sum::<usize>() + column
        };
        let (start, end) = (offset(&edit["range"]["start"]), offset(&edit["range"]["end"]));
        edited.replace_range(start..end, edit["newText"].as_str().expect("a text"));
    }
    edited
}
