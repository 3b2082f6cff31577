//! One session: what the client says, and what it is told.

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};
use std::time::Instant;

use crossbeam_channel::{Receiver, Sender, at, never, select};
use gen_lsp_types::{
    CodeAction, CodeActionParams, DidChangeTextDocumentParams, DidChangeWatchedFilesParams,
    DidChangeWatchedFilesRegistrationOptions, DidChangeWorkspaceFoldersParams, DidCloseTextDocumentParams,
    DidOpenTextDocumentParams, DidSaveTextDocumentParams, FileSystemWatcher, Hover, HoverParams, LogMessageParams,
    LspAny, MessageType, PublishDiagnosticsParams, Registration, RegistrationParams, ShowMessageParams,
};
use lsp_server::{ErrorCode, ExtractError, Message, Notification, Request, RequestId, Response};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::actions::actions;
use super::client::Client;
use super::documents::{Documents, Root};
use super::folders::Folders;
use super::judging::{Answer, Drawn, Job, Report, Seen, Work};
use super::pages;
use super::queue::Queue;
use super::uri;
use crate::run::Stop;

/// Files on the disk whose change may change what is found.
const WATCHED: [&str; 4] = ["**/*.rs", "**/Cargo.toml", "**/conclint.toml", "**/conclint-baseline.json"];

/// Why a session ended.
pub enum Ended {
    /// The client said so; orderly, if it had asked for a shutdown.
    Exit { orderly: bool },
    /// Nothing more comes in.
    Input,
    /// Nothing more can be sent.
    Unheard,
    /// The thread that judges is gone.
    Judge,
}

/// Goes on, or says why it cannot.
type Step = Result<(), Ended>;

/// Where a session is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stage {
    New,
    Open,
    ShutDown,
}

/// One session.
pub struct Server<C> {
    out: Sender<Message>,
    jobs: Sender<Work>,
    complain: C,
    stage: Stage,
    client: Client,
    folders: Folders,
    documents: Documents,
    queue: Queue,
    told: HashMap<Root, Told>,
    /// The maps that questions have asked for, as long as what they were made of stands.
    drawn: HashMap<Root, Drawn>,
    /// The questions that wait for a map.
    open_questions: Vec<Question>,
}

/// What stands at a position, asked before there was a map.
struct Question {
    id: RequestId,
    root: Root,
    params: HoverParams,
}

/// What the client was last told of a group.
#[derive(Default)]
struct Told {
    files: BTreeMap<PathBuf, Seen>,
    /// The folders of the packages that it uses.
    uses: Vec<PathBuf>,
    sentences: Vec<String>,
}

impl<C: Fn(&str)> Server<C> {
    /// A session that has not begun. `complain` takes what the client did wrong, a sentence each.
    pub fn new(out: Sender<Message>, jobs: Sender<Work>, complain: C) -> Server<C> {
        Server {
            out,
            jobs,
            complain,
            stage: Stage::New,
            client: Client::default(),
            folders: Folders::default(),
            documents: Documents::default(),
            queue: Queue::default(),
            told: HashMap::new(),
            drawn: HashMap::new(),
            open_questions: Vec::new(),
        }
    }

    /// Listens until the session ends.
    pub fn run(&mut self, inbox: &Receiver<Message>, answers: &Receiver<Answer>) -> Ended {
        loop {
            let wake = self.queue.wakes().map_or_else(never, at);
            let step = select! {
                recv(inbox) -> message => match message {
                    Ok(Message::Request(request)) => self.request(request),
                    Ok(Message::Notification(notification)) => self.notification(notification),
                    Ok(Message::Response(_)) => Ok(()),
                    Err(_) => Err(Ended::Input),
                },
                recv(answers) -> answer => match answer {
                    Ok(Answer::Judged(report)) => self.report(report),
                    Ok(Answer::Drawn(root, drawn)) => self.drawn(root, drawn),
                    Err(_) => Err(Ended::Judge),
                },
                recv(wake) -> _ => self.start(),
            };
            if let Err(ended) = step {
                return ended;
            }
        }
    }

    fn request(&mut self, request: Request) -> Step {
        let id = request.id.clone();
        let answer = match (self.stage, request.method.as_str()) {
            (Stage::New, "initialize") => {
                self.stage = Stage::Open;
                self.client = Client::new(&request.params);
                self.folders = Folders::new(&request.params);
                Response::new_ok(id, self.client.welcome())
            }
            (Stage::New, _) => refusal(&request, ErrorCode::ServerNotInitialized, "comes before `initialize`"),
            (Stage::ShutDown, _) => refusal(&request, ErrorCode::InvalidRequest, "comes after `shutdown`"),
            (Stage::Open, "initialize") => refusal(&request, ErrorCode::InvalidRequest, "comes a second time"),
            (Stage::Open, "shutdown") => {
                self.stage = Stage::ShutDown;
                Response::new_ok(id, LspAny::Null)
            }
            (Stage::Open, "textDocument/hover") => match self.question(&request) {
                Some(question) => return self.ask_map(question),
                None => answer(request, |params| self.hover(&params)),
            },
            (Stage::Open, "textDocument/codeAction") => answer(request, |params| self.actions(params)),
            (Stage::Open, _) => refusal(&request, ErrorCode::MethodNotFound, "is nothing that conclint does"),
        };
        self.send(answer)
    }

    fn notification(&mut self, notification: Notification) -> Step {
        let method = notification.method.clone();
        let heard = match (self.stage, method.as_str()) {
            (stage, "exit") => return Err(Ended::Exit { orderly: stage == Stage::ShutDown }),
            (Stage::Open, "initialized") => Ok(self.watch()),
            (Stage::Open, "textDocument/didOpen") => notification.extract(&method).map(|params| self.open(params)),
            (Stage::Open, "textDocument/didChange") => notification.extract(&method).map(|params| self.change(params)),
            (Stage::Open, "textDocument/didSave") => notification.extract(&method).map(|params| self.save(params)),
            (Stage::Open, "textDocument/didClose") => notification.extract(&method).map(|params| self.close(params)),
            (Stage::Open, "workspace/didChangeWatchedFiles") => {
                notification.extract(&method).map(|params| self.disk_changed(params))
            }
            (Stage::Open, "workspace/didChangeWorkspaceFolders") => {
                notification.extract(&method).map(|params| self.folders_changed(params))
            }
            _ => return Ok(()),
        };
        heard.unwrap_or_else(|e| {
            (self.complain)(&format!("`{method}` was left out: its parameters make no sense ({})", reason(e)));
            Ok(())
        })
    }

    // ---- Documents ----

    fn open(&mut self, params: DidOpenTextDocumentParams) -> Step {
        if let Some(root) = self.documents.open(params.text_document).and_then(|open| open.root.clone()) {
            self.queue.want(&root, Instant::now());
        }
        Ok(())
    }

    fn change(&mut self, params: DidChangeTextDocumentParams) -> Step {
        let uri = params.text_document.text_document_identifier.uri.0;
        let version = params.text_document.version;
        let changed = self.documents.change(&uri, version, params.content_changes, self.client.encoding);
        if let Some(root) = changed.and_then(|open| open.root.clone()) {
            self.queue.want_after_pause(&root, Instant::now());
        }
        Ok(())
    }

    /// A manifest or a configuration that was saved may change everything.
    fn save(&mut self, params: DidSaveTextDocumentParams) -> Step {
        let Some(path) = uri::path(&params.text_document.uri.0) else { return Ok(()) };
        let Some(root) = self.documents.at(&path).and_then(|open| open.root.clone()) else {
            self.want_all();
            return Ok(());
        };
        self.queue.want(&root, Instant::now());
        let users: Vec<Root> = self.documents.roots().filter(|user| self.uses(user, &path)).cloned().collect();
        for user in users {
            self.queue.want_after_pause(&user, Instant::now());
        }
        Ok(())
    }

    fn close(&mut self, params: DidCloseTextDocumentParams) -> Step {
        let Some(closed) = self.documents.close(&params.text_document.uri.0) else { return Ok(()) };
        let Some(root) = closed.root else { return Ok(()) };
        if self.documents.below(&root).next().is_some() {
            self.queue.want(&root, Instant::now());
            return Ok(());
        }
        self.queue.forget(&root);
        self.clear(&root)
    }

    // ---- What lies around them ----

    /// Asks to be told of files that change on the disk, where the client can do that.
    fn watch(&mut self) -> Step {
        if !self.client.watches {
            return Ok(());
        }
        let watcher = |pattern: &str| FileSystemWatcher { glob_pattern: pattern.to_owned().into(), kind: None };
        let options = DidChangeWatchedFilesRegistrationOptions { watchers: WATCHED.map(watcher).to_vec() };
        let registration = Registration {
            id: "files".to_owned(),
            method: "workspace/didChangeWatchedFiles".to_owned(),
            register_options: serde_json::to_value(options).ok(),
        };
        let params = RegistrationParams { registrations: vec![registration] };
        self.send(Request::new(1.into(), "client/registerCapability".to_owned(), params))
    }

    /// Files were written, made or removed. Of an open document the client's text counts, so that is no change.
    fn disk_changed(&mut self, params: DidChangeWatchedFilesParams) -> Step {
        let paths: Vec<PathBuf> = params.changes.iter().filter_map(|change| uri::path(&change.uri.0)).collect();
        let named = |name: &str| paths.iter().any(|path| path.file_name().is_some_and(|found| found == name));
        if named("Cargo.toml") {
            return self.regroup();
        }
        let is_news = |path: &PathBuf| self.documents.at(path).is_none_or(|open| open.root.is_none());
        let settings = named("conclint.toml") || named("conclint-baseline.json");
        let concerns = |root: &Root, path: &Path| path.starts_with(&root.folder) || self.uses(root, path);
        let reaches = |root: &&Root| settings || paths.iter().any(|path| is_news(path) && concerns(root, path));
        let reached: Vec<Root> = self.documents.roots().filter(reaches).cloned().collect();
        for root in reached {
            self.queue.want_after_pause(&root, Instant::now());
        }
        Ok(())
    }

    /// Whether a group uses the package that a file belongs to, as far as was seen when it was judged.
    fn uses(&self, user: &Root, path: &Path) -> bool {
        self.told.get(user).is_some_and(|told| told.uses.iter().any(|folder| path.starts_with(folder)))
    }

    /// A manifest has changed: packages may have come and gone.
    fn regroup(&mut self) -> Step {
        self.documents.regroup();
        let gone: Vec<Root> =
            self.told.keys().filter(|root| self.documents.below(root).next().is_none()).cloned().collect();
        for root in gone {
            self.queue.forget(&root);
            self.clear(&root)?;
        }
        self.want_all();
        Ok(())
    }

    fn folders_changed(&mut self, params: DidChangeWorkspaceFoldersParams) -> Step {
        self.folders.change(params.event);
        self.want_all();
        Ok(())
    }

    fn want_all(&mut self) {
        for root in self.documents.roots() {
            self.queue.want_after_pause(root, Instant::now());
        }
    }

    // ---- Findings ----

    /// Hands the next group to the thread that judges.
    fn start(&mut self) -> Step {
        let Some((root, stop)) = self.queue.start(Instant::now()) else { return Ok(()) };
        self.jobs.send(Work::Judge(self.job(root, stop))).map_err(|_| Ended::Judge)
    }

    /// A group as it is now.
    fn job(&self, root: Root, stop: Stop) -> Job {
        let documents = self.documents.below(&root).map(|(path, open)| (path.clone(), open.clone())).collect();
        let others = self.documents.beside(&root).map(|(path, text)| (path.clone(), text.clone())).collect();
        let whole = self.folders.hold(&root);
        Job { root, whole, documents, others, client: self.client, stop }
    }

    /// Tells the client what was found, file by file, and of the files that have no finding any more.
    fn report(&mut self, report: Report) -> Step {
        if !self.queue.end(Instant::now()) {
            return Ok(());
        }
        self.drawn.remove(&report.root);
        let mut told = self.told.remove(&report.root).unwrap_or_default();
        for sentence in report.sentences.iter().filter(|sentence| !told.sentences.contains(sentence)) {
            self.say(sentence, report.files.is_none())?;
        }
        (told.uses, told.sentences) = (report.uses, report.sentences);
        if let Some(files) = report.files {
            let gone = told.files.values().filter(|old| files.values().all(|new| new.uri != old.uri));
            gone.map(Seen::cleared).chain(files.values().map(Seen::published)).try_for_each(|one| self.publish(one))?;
            told.files = files;
        }
        self.told.insert(report.root, told);
        Ok(())
    }

    /// A sentence for the client's log, or before the user's eyes where nothing is judged until they have read it.
    fn say(&self, sentence: &str, stops: bool) -> Step {
        let message = sentence.to_owned();
        self.send(if stops {
            let params = ShowMessageParams { kind: MessageType::Error, message };
            Notification::new("window/showMessage".to_owned(), params)
        } else {
            let params = LogMessageParams { kind: MessageType::Warning, message };
            Notification::new("window/logMessage".to_owned(), params)
        })
    }

    /// Takes back what the client was told of a group.
    fn clear(&mut self, root: &Root) -> Step {
        let told = self.told.remove(root);
        told.iter().flat_map(|told| told.files.values()).try_for_each(|seen| self.publish(seen.cleared()))
    }

    fn publish(&self, params: PublishDiagnosticsParams) -> Step {
        self.send(Notification::new("textDocument/publishDiagnostics".to_owned(), params))
    }

    // ---- Questions ----

    fn hover(&self, params: &HoverParams) -> Option<Hover> {
        let asked = &params.text_document_position_params;
        let path = uri::path(&asked.text_document.uri.0)?;
        let open = self.documents.at(&path)?;
        let notes = open.root.as_ref().and_then(|root| self.map_of(root)?.notes.get(&path));
        let notes = notes.map(Vec::as_slice).unwrap_or_default();
        pages::hover(self.client, &path, open, self.seen(&path), notes, asked.position)
    }

    /// The map of a group, if it was made of the texts that stand there now.
    fn map_of(&self, root: &Root) -> Option<&Drawn> {
        let is_now = |drawn: &&Drawn| {
            let now = self.documents.below(root).map(|(path, open)| (path, open.version));
            now.eq(drawn.versions.iter().map(|(path, version)| (path, *version)))
        };
        self.drawn.get(root).filter(is_now)
    }

    /// A question that only a map can answer which there is not yet; `None` for one that can be answered now.
    fn question(&self, request: &Request) -> Option<Question> {
        let params: HoverParams = serde_json::from_value(request.params.clone()).ok()?;
        let asked = &params.text_document_position_params;
        let open = self.documents.at(&uri::path(&asked.text_document.uri.0)?)?;
        let root = open.root.clone()?;
        let waits = self.map_of(&root).is_none() && pages::may_be_on_map(self.client, open, asked.position);
        waits.then(|| Question { id: request.id.clone(), root, params })
    }

    /// Has a map made for a question; one that is being made serves the questions that come meanwhile.
    fn ask_map(&mut self, question: Question) -> Step {
        let is_asked = self.open_questions.iter().any(|other| other.root == question.root);
        let root = question.root.clone();
        self.open_questions.push(question);
        if is_asked {
            return Ok(());
        }
        self.jobs.send(Work::Draw(self.job(root, Stop::default()))).map_err(|_| Ended::Judge)
    }

    /// Answers the questions that waited for a map. Of a text that was changed meanwhile there is only the page.
    fn drawn(&mut self, root: Root, drawn: Drawn) -> Step {
        let of_root = |question: &mut Question| question.root == root;
        let answered: Vec<Question> = self.open_questions.extract_if(.., of_root).collect();
        self.drawn.insert(root, drawn);
        let answer = |question: Question| self.send(Response::new_ok(question.id, self.hover(&question.params)));
        answered.into_iter().try_for_each(answer)
    }

    fn actions(&self, params: CodeActionParams) -> Vec<CodeAction> {
        let Some(path) = uri::path(&params.text_document.uri.0) else { return Vec::new() };
        match (self.documents.at(&path), self.seen(&path)) {
            (Some(open), Some(seen)) => actions(open, seen, params.range, params.context.only.as_deref()),
            _ => Vec::new(),
        }
    }

    /// What the client was told of a file.
    fn seen(&self, path: &Path) -> Option<&Seen> {
        let root = self.documents.at(path)?.root.as_ref()?;
        self.told.get(root)?.files.get(path)
    }

    fn send(&self, message: impl Into<Message>) -> Step {
        self.out.send(message.into()).map_err(|_| Ended::Unheard)
    }
}

/// The answer to a request whose parameters can be read, else what is wrong with them.
fn answer<P: DeserializeOwned, R: Serialize>(request: Request, work: impl FnOnce(P) -> R) -> Response {
    let (id, method) = (request.id.clone(), request.method.clone());
    match request.extract(&method) {
        Ok((id, params)) => Response::new_ok(id, work(params)),
        Err(e) => {
            let why = reason(e);
            let message = format!("the parameters of `{method}` make no sense ({why})");
            Response::new_err(id, ErrorCode::InvalidParams as i32, message)
        }
    }
}

fn refusal(request: &Request, code: ErrorCode, why: &str) -> Response {
    Response::new_err(request.id.clone(), code as i32, format!("`{}` {why}", request.method))
}

fn reason<M>(error: ExtractError<M>) -> String {
    match error {
        ExtractError::JsonError { error, .. } => error.to_string(),
        ExtractError::MethodMismatch(_) => "they are those of another method".to_owned(),
    }
}
