//! What the client can do, and what the server says it does in return.

use gen_lsp_types::{
    CodeActionKind, CodeActionOptions, InitializeResult, LspAny, PositionEncodingKind, SaveOptions, ServerCapabilities,
    ServerInfo, TextDocumentSyncKind, TextDocumentSyncOptions, WorkspaceFoldersServerCapabilities, WorkspaceOptions,
};

use super::text::Encoding;

/// What a client says of itself when a session begins; what it does not say it cannot do.
#[derive(Clone, Copy, Debug, Default)]
pub struct Client {
    pub encoding: Encoding,
    /// Whether it shows the places that belong to a diagnostic.
    pub related: bool,
    /// Whether it makes a link of a diagnostic's code.
    pub code_links: bool,
    /// Whether an edit may name the version of the text that it is meant for.
    pub versions: bool,
    /// Whether it renders Markdown.
    pub markdown: bool,
    /// Whether it can be asked to tell of files that change on the disk.
    pub watches: bool,
}

impl Client {
    /// Reads the parameters of `initialize`. They are looked into and not read whole, since a client that says something
    /// odd about what does not matter here should be served all the same.
    pub fn new(params: &LspAny) -> Client {
        let can = |path: &str| params.pointer(path).and_then(LspAny::as_bool) == Some(true);
        let names = |path: &str, name: &str| {
            let list = params.pointer(path).and_then(LspAny::as_array);
            list.is_some_and(|list| list.iter().any(|one| one == name))
        };
        Client {
            encoding: match names("/capabilities/general/positionEncodings", "utf-8") {
                true => Encoding::Utf8,
                false => Encoding::Utf16,
            },
            related: can("/capabilities/textDocument/publishDiagnostics/relatedInformation"),
            code_links: can("/capabilities/textDocument/publishDiagnostics/codeDescriptionSupport"),
            versions: can("/capabilities/workspace/workspaceEdit/documentChanges"),
            markdown: names("/capabilities/textDocument/hover/contentFormat", "markdown"),
            watches: can("/capabilities/workspace/didChangeWatchedFiles/dynamicRegistration"),
        }
    }

    /// What the server answers to `initialize`.
    pub fn welcome(&self) -> InitializeResult {
        let encoding = match self.encoding {
            Encoding::Utf8 => PositionEncodingKind::UTF8,
            Encoding::Utf16 => PositionEncodingKind::UTF16,
        };
        let sync = TextDocumentSyncOptions {
            open_close: Some(true),
            change: Some(TextDocumentSyncKind::Incremental),
            save: Some(SaveOptions { include_text: Some(false) }.into()),
            ..TextDocumentSyncOptions::default()
        };
        let actions =
            CodeActionOptions { code_action_kinds: Some(vec![CodeActionKind::QuickFix]), ..Default::default() };
        let folders =
            WorkspaceFoldersServerCapabilities { supported: Some(true), change_notifications: Some(true.into()) };
        InitializeResult {
            capabilities: ServerCapabilities {
                position_encoding: Some(encoding),
                text_document_sync: Some(sync.into()),
                hover_provider: Some(true.into()),
                code_action_provider: Some(actions.into()),
                workspace: Some(WorkspaceOptions { workspace_folders: Some(folders), ..Default::default() }),
                ..ServerCapabilities::default()
            },
            server_info: Some(ServerInfo {
                name: env!("CARGO_PKG_NAME").to_owned(),
                version: Some(env!("CARGO_PKG_VERSION").to_owned()),
            }),
        }
    }
}
