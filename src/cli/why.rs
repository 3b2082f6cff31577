//! `conclint why`: what every lint made of a line, with the places that decided it.

use std::io::{self, Write};

use super::args::{Check, FileLine, LevelFlags};
use super::baseline::Baselines;
use super::find_lint;
use super::pipeline::Pipeline;
use super::tell::{End, print};
use crate::judged::Place;
use crate::lint::{Level, Lint};
use crate::report::{self, printable};
use crate::run::{self, Hidden, Near, Nothing, Reason, Said, Spot, Why};

/// Says of each fact at a line what each lint, or the one named, made of it.
pub fn why(asked: &FileLine, lint: Option<&str>, flags: &Check) -> Result<End, End> {
    let only = lint.map(find_lint).transpose()?;
    if asked.file.is_dir() {
        return Err(format!("{} is a folder; name a file in it and a line", asked.file.display()).into());
    }
    let job = Pipeline::new(flags, &LevelFlags::default())?.file(&asked.file)?;
    let baselines = job.baselines()?;
    let answer = run::why(job.selection, asked.line, only, &job.settings);
    if !answer.failures.is_empty() {
        return Err(End::Failed(answer.failures));
    }
    Ok(print(|out| {
        match answer.reasons.is_empty() {
            true => nothing(&answer.nothing, asked, out)?,
            false => reasons(&answer.reasons, &baselines, out)?,
        }
        answer.cuts.iter().try_for_each(|cut| writeln!(out, "not all is looked at: {cut}"))?;
        on_map(&answer, out)
    }))
}

/// What begins on the line, as the map has it.
fn on_map<W: Write>(answer: &Why, out: &mut W) -> io::Result<()> {
    if answer.here.is_empty() {
        return Ok(());
    }
    writeln!(out, "on the map:")?;
    let texts = report::node_texts(&answer.map, &answer.here);
    texts.iter().flat_map(|text| text.lines()).try_for_each(|line| writeln!(out, "  {line}"))
}

/// For each fact what each lint said of it. That it is not a lint's case is told only where nothing else is.
fn reasons<W: Write>(reasons: &[Reason], baselines: &Baselines, out: &mut W) -> io::Result<()> {
    for group in reasons.chunk_by(|a, b| a.place == b.place && a.fact == b.fact) {
        writeln!(out, "{}: {} `{}`", at(&group[0].place), group[0].fact, printable(&group[0].place.text))?;
        let is_told = |r: &&Reason| !matches!(r.said, Said::NotMine);
        let any_told = group.iter().any(|r| is_told(&r));
        for reason in group.iter().filter(|r| !any_told || is_told(r)) {
            said(reason, baselines, out)?;
        }
    }
    Ok(())
}

fn said<W: Write>(reason: &Reason, baselines: &Baselines, out: &mut W) -> io::Result<()> {
    let lint = reason.lint.name;
    match &reason.said {
        Said::Speaks { message, place, fingerprint, evidence, shown: Ok(level) } => {
            writeln!(out, "  {lint} reports ({}): {message}", level.name())?;
            shows(reason.lint, evidence, out)?;
            let held = fingerprint.as_deref().and_then(|mark| baselines.suppressing(&place.path, lint, mark));
            held.map_or(Ok(()), |by| writeln!(out, "    it is not shown, since {by} suppresses it"))
        }
        Said::Speaks { message, evidence, shown: Err(hidden), .. } => {
            writeln!(out, "  {lint} reports: {message}")?;
            shows(reason.lint, evidence, out)?;
            hides(hidden, out)
        }
        Said::NotMine => writeln!(out, "  {lint} is silent: it does not look at code of this kind"),
        Said::Unknown { question, advice, asked } => {
            writeln!(out, "  {lint} is silent, since it is not known: {question}")?;
            quote(asked, out)?;
            advice.map_or(Ok(()), |advice| writeln!(out, "    to let it know: {advice}"))
        }
        Said::Excused(why, spot) => {
            writeln!(out, "  {lint} is silent: {why}")?;
            quote(spot, out)
        }
    }
}

/// The places that a finding stands on, and what would have kept the lint silent and was not seen.
fn shows<W: Write>(lint: &Lint, evidence: &[(Spot, String)], out: &mut W) -> io::Result<()> {
    for (number, (spot, text)) in evidence.iter().enumerate() {
        writeln!(out, "    {}. {text}", number + 1)?;
        quote(spot, out)?;
    }
    let mut silences = lint.silences().peekable();
    if silences.peek().is_some() {
        writeln!(out, "    it would be silent in these cases, none of which was seen here:")?;
    }
    silences.try_for_each(|silence| writeln!(out, "    - {silence}"))
}

/// Why a finding is not reported.
fn hides<W: Write>(hidden: &Hidden, out: &mut W) -> io::Result<()> {
    match hidden {
        Hidden::Allowed { by_comment, spot } => {
            let what = if *by_comment { "a comment" } else { "an attribute" };
            writeln!(out, "    it is not shown, since {what} allows it")?;
            quote(spot, out)
        }
        Hidden::Told(lint) => writeln!(out, "    it is not shown, since {lint} reports the same place"),
        Hidden::Within(most) => {
            writeln!(out, "    it is not shown, unless other packages have more of them: there may be {most}")
        }
        Hidden::Excluded(file) => writeln!(out, "    it is not shown, since {file} excludes the file"),
        Hidden::Tests(place) => writeln!(out, "    it is not shown, since it is test code and {place} skips tests"),
        Hidden::Level(level, Some(from)) => {
            writeln!(out, "    it is not shown, since {from} sets it to {}", level.name())
        }
        Hidden::Level(Level::Pedantic, None) => {
            writeln!(out, "    it is not shown, since it is pedantic; -W pedantic shows it")
        }
        Hidden::Level(level, None) => writeln!(out, "    it is not shown, since it is at {}", level.name()),
    }
}

/// What there is to say of a line without a fact.
fn nothing<W: Write>(nothing: &Nothing, asked: &FileLine, out: &mut W) -> io::Result<()> {
    writeln!(out, "{}:{}: nothing that a lint looks at", asked.file.display(), asked.line)?;
    for note in &nothing.notes {
        writeln!(out, "  {}", note.sentence)?;
        note.spot.as_ref().map_or(Ok(()), |spot| quote(spot, out))?;
    }
    match nothing.near.split_last() {
        None => writeln!(out, "  there is nothing in this file that a lint looks at"),
        Some((only, [])) => writeln!(out, "  the nearest thing that one looks at is {}", near(only)),
        Some((last, others)) => {
            let others: Vec<String> = others.iter().map(near).collect();
            writeln!(out, "  the nearest things that one looks at are {} and {}", others.join(", "), near(last))
        }
    }
}

fn near(near: &Near) -> String {
    let article = if near.fact.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
    format!("{article} {} on line {}", near.fact, near.line)
}

/// A place with its source line and a mark below, where the place begins.
fn quote<W: Write>(spot: &Spot, out: &mut W) -> io::Result<()> {
    let Spot { place: Place { start, end, .. }, line } = spot;
    let begin = start.column as usize - 1;
    let length = line.trim_end().chars().count();
    let until = if end.line == start.line { end.column as usize - 1 } else { length };
    let shown = printable(line.trim_end());
    // A tab takes as many columns below the line as in it.
    let before: String = shown.chars().take(begin).map(|c| if c == '\t' { c } else { ' ' }).collect();
    let mark = "^".repeat(until.min(length).saturating_sub(begin).max(1));
    let number = start.line.to_string();
    let gutter = " ".repeat(number.len());
    writeln!(out, "    {}", at(&spot.place))?;
    writeln!(out, "    {number} | {shown}")?;
    writeln!(out, "    {gutter} | {before}{mark}")
}

fn at(place: &Place) -> String {
    format!("{}:{}:{}", place.path, place.start.line, place.start.column)
}
