//! A page's Markdown for a terminal: headings, lists, code and running text in colours, as wide as the terminal.
//!
//! It knows as much of Markdown as pages use, and shows the text of anything else.

use std::io::{self, Write};

use anstyle::{AnsiColor, Style};
use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};

use super::code;

const HEADING: Style = Style::new().bold().underline();
/// What the headings over bad and good code are called, and how they stand out.
const BAD: (&str, Style) = ("Bad", AnsiColor::Red.on_default().bold().underline());
const GOOD: (&str, Style) = ("Good", AnsiColor::Green.on_default().bold().underline());
const CODE: Style = AnsiColor::Cyan.on_default();
const STRONG: Style = Style::new().bold();
const WEAK: Style = Style::new().italic();

/// Prints a page with lines of at most so many columns; code is printed as it is.
pub fn write<W: Write>(markdown: &str, width: usize, out: &mut W) -> io::Result<()> {
    let mut page = Page { out, width, runs: Vec::new(), style: Style::new(), depth: 0, code: None, begun: false };
    Parser::new_ext(markdown, Options::ENABLE_TABLES).try_for_each(|event| page.event(event))
}

struct Page<'o, W> {
    out: &'o mut W,
    width: usize,
    /// The text of the block that is being read, in its styles.
    runs: Vec<(Style, String)>,
    style: Style,
    /// How many lists are around it.
    depth: usize,
    /// Whether it is code, and then whether that is Rust.
    code: Option<bool>,
    /// Whether anything was printed.
    begun: bool,
}

impl<W: Write> Page<'_, W> {
    fn event(&mut self, event: Event<'_>) -> io::Result<()> {
        match event {
            Event::Start(tag) => self.start(&tag)?,
            Event::End(tag) => self.end(tag)?,
            Event::Text(text) => self.runs.push((self.style, text.into_string())),
            Event::Code(text) => self.runs.push((CODE, text.into_string())),
            Event::SoftBreak | Event::HardBreak => self.runs.push((self.style, " ".to_owned())),
            Event::Rule => self.gap()?,
            other => {
                if let Event::Html(text) | Event::InlineHtml(text) = other {
                    self.runs.push((self.style, text.into_string()));
                }
            }
        }
        Ok(())
    }

    fn start(&mut self, tag: &Tag<'_>) -> io::Result<()> {
        match tag {
            Tag::Strong => self.style = STRONG,
            Tag::Emphasis => self.style = WEAK,
            Tag::Heading { .. } => self.style = HEADING,
            Tag::List(_) => {
                // The text of an item ends where a list inside it begins.
                self.flow()?;
                self.depth += 1;
            }
            Tag::CodeBlock(kind) => {
                let language = if let CodeBlockKind::Fenced(language) = kind { language } else { "" };
                self.code = Some(language.starts_with("rust"));
            }
            _ => {}
        }
        Ok(())
    }

    fn end(&mut self, tag: TagEnd) -> io::Result<()> {
        match tag {
            TagEnd::Strong | TagEnd::Emphasis => self.style = Style::new(),
            TagEnd::Heading(_) => {
                for (style, text) in &mut self.runs {
                    *style = [BAD, GOOD].into_iter().find(|(name, _)| name == text).map_or(*style, |(_, style)| style);
                }
                self.gap()?;
                self.flow()?;
                self.style = Style::new();
            }
            TagEnd::Paragraph if self.depth == 0 => {
                self.gap()?;
                self.flow()?;
            }
            TagEnd::Item => self.flow()?,
            TagEnd::List(_) => self.depth -= 1,
            TagEnd::CodeBlock => {
                self.gap()?;
                self.code_block()?;
            }
            _ => {}
        }
        Ok(())
    }

    /// An empty line between two blocks.
    fn gap(&mut self) -> io::Result<()> {
        if std::mem::replace(&mut self.begun, true) { writeln!(self.out) } else { Ok(()) }
    }

    fn code_block(&mut self) -> io::Result<()> {
        let is_rust = self.code.take().unwrap_or_default();
        for line in self.runs.drain(..).map(|(_, text)| text).collect::<String>().lines() {
            let runs = if is_rust { code::runs(line) } else { vec![(CODE, line)] };
            let line: String = runs.into_iter().map(|(style, text)| painted(style, text)).collect();
            writeln!(self.out, "{}", format!("    {line}").trim_end())?;
        }
        Ok(())
    }

    /// Prints the text of a block, broken between words.
    fn flow(&mut self) -> io::Result<()> {
        let runs = std::mem::take(&mut self.runs);
        let (mut first, rest) = match self.depth {
            0 => (String::new(), String::new()),
            depth => (format!("{}• ", "  ".repeat(depth)), "  ".repeat(depth + 1)),
        };
        for line in lines(&runs, self.width.saturating_sub(rest.len())) {
            self.begun = true;
            writeln!(self.out, "{first}{line}")?;
            first.clone_from(&rest);
        }
        Ok(())
    }
}

/// Lines of whole words; a word that is longer than a line has one to itself.
fn lines(runs: &[(Style, String)], width: usize) -> Vec<String> {
    let (mut lines, mut line, mut used) = (Vec::new(), String::new(), 0);
    for word in words(runs) {
        let length: usize = word.iter().map(|(_, text)| text.chars().count()).sum();
        if used > 0 && used + 1 + length > width {
            lines.push(std::mem::take(&mut line));
            used = 0;
        }
        if used > 0 {
            line.push(' ');
            used += 1;
        }
        line.extend(word.into_iter().map(|(style, text)| painted(style, text)));
        used += length;
    }
    lines.extend(Some(line).filter(|line| !line.is_empty()));
    lines
}

/// The words of a text; a word may change its style in the middle, as before a comma.
fn words(runs: &[(Style, String)]) -> Vec<Vec<(Style, &str)>> {
    let mut words = vec![Vec::new()];
    for (style, text) in runs {
        for (nth, part) in text.split(' ').enumerate() {
            if nth > 0 {
                words.push(Vec::new());
            }
            if let Some(word) = words.last_mut().filter(|_| !part.is_empty()) {
                word.push((*style, part));
            }
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

fn painted(style: Style, text: &str) -> String {
    format!("{style}{text}{style:#}")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is printed, without colours.
    fn plain(markdown: &str, width: usize) -> String {
        let mut out = Vec::new();
        write(markdown, width, &mut out).expect("a vector takes everything");
        let text = String::from_utf8(out).expect("text in, text out");
        let mut parts = text.split('\u{1b}');
        let first = parts.next().unwrap_or_default().to_owned();
        parts.fold(first, |all, part| all + part.split_once('m').map_or("", |(_, rest)| rest))
    }

    #[test]
    fn text_is_broken_between_words_and_marks_are_gone() {
        let page = "# name\n\nOne `two`, *three*\nand **four** words.\n\n- a list\n- of `things` that go on\n";
        assert_eq!(
            plain(page, 20),
            "name\n\nOne two, three and\nfour words.\n  • a list\n  • of things that\n    go on\n"
        );
    }

    #[test]
    fn code_stays_as_it_is() {
        let page = "Before.\n\n```rust\nfn f() {\n    g(\"a b\"); // more\n\n}\n```\n\n```sh\nls  -l\n```\n";
        assert_eq!(plain(page, 10), "Before.\n\n    fn f() {\n        g(\"a b\"); // more\n\n    }\n\n    ls  -l\n");
    }

    #[test]
    fn every_page_keeps_its_words() {
        for lint in crate::lints::ALL {
            let shown = plain(lint.page, 100);
            let marks = |c: char| c.is_whitespace() || "`*#-•".contains(c);
            let letters = |text: &str| {
                ["```rust", "```toml", "```text"]
                    .iter()
                    .fold(text.to_owned(), |text, fence| text.replace(fence, ""))
                    .replace(marks, "")
            };
            assert_eq!(letters(&shown), letters(lint.page), "{}", lint.name);
            assert!(shown.lines().all(|line| line.chars().count() <= 100 || line.starts_with("    ")), "{}", lint.name);
        }
    }
}
