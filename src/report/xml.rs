//! XML, a tag at a time: the only place that knows the library which writes it.

use std::borrow::Cow;
use std::io::{self, Write};

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};

/// A document on its way to `out`. Every tag that is opened must be closed.
pub struct Xml<W: Write> {
    writer: Writer<W>,
}

/// Attributes: name and value.
pub type Attributes<'a> = &'a [(&'a str, &'a str)];

impl<W: Write> Xml<W> {
    /// Begins a document in UTF-8.
    pub fn new(out: W) -> io::Result<Xml<W>> {
        let mut xml = Xml { writer: Writer::new_with_indent(out, b' ', 2) };
        xml.event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
        Ok(xml)
    }

    pub fn open(&mut self, tag: &str, attributes: Attributes<'_>) -> io::Result<()> {
        self.event(Event::Start(start(tag, attributes)))
    }

    pub fn close(&mut self, tag: &str) -> io::Result<()> {
        self.event(Event::End(BytesEnd::new(tag)))
    }

    /// A tag with nothing in it.
    pub fn empty(&mut self, tag: &str, attributes: Attributes<'_>) -> io::Result<()> {
        self.event(Event::Empty(start(tag, attributes)))
    }

    /// A tag with text in it.
    pub fn text(&mut self, tag: &str, attributes: Attributes<'_>, text: &str) -> io::Result<()> {
        self.open(tag, attributes)?;
        self.event(Event::Text(BytesText::new(&legal(text))))?;
        self.close(tag)
    }

    /// Ends the document with a line break.
    pub fn end(mut self) -> io::Result<()> {
        writeln!(self.writer.get_mut())
    }

    fn event(&mut self, event: Event<'_>) -> io::Result<()> {
        self.writer.write_event(event)
    }
}

fn start<'a>(tag: &'a str, attributes: Attributes<'_>) -> BytesStart<'a> {
    let mut start = BytesStart::new(tag);
    for (name, value) in attributes {
        start.push_attribute((*name, &*legal(value)));
    }
    start
}

/// A text without the characters that XML cannot hold, however they are written.
fn legal(text: &str) -> Cow<'_, str> {
    let is_illegal = |c| matches!(c, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}');
    if text.contains(is_illegal) { text.replace(is_illegal, "\u{fffd}").into() } else { text.into() }
}
