//! Names as users write and read them: the one that was most likely meant, and one that fits on a line.

use std::borrow::Cow;

/// The candidate nearest to `word`, where one is near enough to be worth saying.
pub fn nearest<'c>(word: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    let limit = 1 + word.len() / 4;
    candidates
        .into_iter()
        .map(|candidate| (distance(word, candidate), candidate))
        .filter(|&(distance, _)| distance <= limit)
        .min()
        .map(|(_, candidate)| candidate)
}

/// A name in one line: what would end the line or move the cursor is written as in a string of Rust.
pub fn one_line(name: &str) -> Cow<'_, str> {
    match name.contains(char::is_control) {
        false => Cow::Borrowed(name),
        true => name
            .chars()
            .map(|c| if c.is_control() { c.escape_default().to_string() } else { c.to_string() })
            .collect::<String>()
            .into(),
    }
}

/// How many letters must be added, left out, changed or swapped with the next to make `b` of `a`; `_` counts as `-`.
fn distance(a: &str, b: &str) -> usize {
    let letters = |s: &str| s.to_lowercase().replace('_', "-").chars().collect::<Vec<_>>();
    let (a, b) = (letters(a), letters(b));
    let mut above: Vec<usize> = Vec::new();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut next = vec![i + 1];
        for (j, y) in b.iter().enumerate() {
            let change = row[j] + usize::from(x != y);
            let mut least = change.min(row[j + 1] + 1).min(next[j] + 1);
            if i > 0 && j > 0 && *x == b[j - 1] && a[i - 1] == *y {
                least = least.min(above[j - 1] + 1);
            }
            next.push(least);
        }
        above = std::mem::replace(&mut row, next);
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_is_near_and_another_word_is_not() {
        let names = ["timer-reset", "sleep-as-sync", "task", "time", "src"];
        assert_eq!(nearest("timer_reset", names), Some("timer-reset"));
        assert_eq!(nearest("timer-rest", names), Some("timer-reset"));
        assert_eq!(nearest("tasks", names), Some("task"));
        assert_eq!(nearest("scr", names), Some("src"), "two letters that were swapped are one slip");
        assert_eq!(nearest("unwrap-used", names), None);
    }

    #[test]
    fn a_name_stays_on_its_line() {
        assert_eq!(one_line("src/Kräne.rs"), "src/Kräne.rs");
        assert_eq!(one_line("a\nb\u{1b}.rs"), "a\\nb\\u{1b}.rs");
    }
}
