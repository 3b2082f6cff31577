//! The lists that name every lint, with one more line each.

/// Puts lines below the last line for which `is_last` holds; `None` where there is no such line.
pub fn below(text: &str, new: &str, is_last: impl Fn(&str) -> bool) -> Option<String> {
    let lines: Vec<&str> = text.lines().collect();
    let at = lines.iter().rposition(|line| is_last(line))?;
    Some(joined(&lines[..=at], new, &lines[at + 1..]))
}

/// Puts lines above the first line that is `first`; `None` where there is no such line.
pub fn above(text: &str, new: &str, first: &str) -> Option<String> {
    let lines: Vec<&str> = text.lines().collect();
    let at = lines.iter().position(|line| *line == first)?;
    Some(joined(&lines[..at], new, &lines[at..]))
}

/// The entry for a lint in a JSON object whose keys are in order, one on a line, with 0 as its value.
pub fn counted(text: &str, lint: &str) -> String {
    let entry =
        |line: &str| line.trim().strip_prefix('"').and_then(|l| l.split_once('"')).map(|(name, _)| name.to_owned());
    let mut rows: Vec<(String, String)> = text
        .lines()
        .filter_map(|line| Some((entry(line)?, line.trim_end_matches(',').to_owned())))
        .chain([(lint.to_owned(), format!("  \"{lint}\": 0"))])
        .collect();
    rows.sort();
    let rows: Vec<String> = rows.into_iter().map(|(_, row)| row).collect();
    format!("{{\n{}\n}}\n", rows.join(",\n"))
}

fn joined(before: &[&str], new: &str, after: &[&str]) -> String {
    let mut all: Vec<&str> = before.to_vec();
    all.extend(new.lines());
    all.extend(after);
    all.join("\n") + "\n"
}
