//! The words that a text or a name is made of.

/// The words of a comment or message, in lower case; "shouldn't" is "should" and "not".
pub fn words_of(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    let text = text.replace('\u{2019}', "'").to_lowercase();
    for piece in text.split(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '\'' | '~'))) {
        let piece = piece.trim_matches('\'');
        let rest = piece.trim_start_matches('~');
        if rest.len() < piece.len() {
            words.push("~".to_owned());
        }
        let rest = rest.trim_end_matches('~');
        match (rest, rest.strip_suffix("n't"), rest.split_once('\'')) {
            ("", ..) => {}
            ("can't", ..) => words.push("cannot".to_owned()),
            (_, Some(verb), _) => words.extend([verb.to_owned(), "not".to_owned()]),
            (_, None, Some((before, _))) => words.push(before.to_owned()),
            // A name of the code, such as `grace_period`, is the words that it is made of.
            _ => words.extend(rest.split('_').filter(|w| !w.is_empty()).map(str::to_owned)),
        }
    }
    words
}

/// The words of each sentence of a text. A point within a number or a path ends none.
pub fn sentences_of(text: &str) -> Vec<Vec<String>> {
    let ends = |(at, mark): &(usize, char)| {
        matches!(mark, '.' | '?' | '!') && text[at + 1..].chars().next().is_none_or(char::is_whitespace)
    };
    let mut sentences = Vec::new();
    let mut start = 0;
    for (at, _) in text.char_indices().filter(ends) {
        sentences.push(words_of(&text[start..at]));
        start = at + 1;
    }
    sentences.push(words_of(&text[start..]));
    sentences.retain(|words| !words.is_empty());
    sentences
}

/// Code as it is written, in one line.
pub fn in_one_line(code: &str) -> String {
    code.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The words of an identifier: `idle_timeout` and `IdleTimeout` are "idle" and "timeout".
pub fn words_of_name(name: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut lower_before = false;
    for c in name.chars() {
        let starts = c.is_uppercase() && lower_before;
        lower_before = c.is_lowercase() || c.is_ascii_digit();
        match words.last_mut() {
            _ if c == '_' => words.push(String::new()),
            Some(word) if !starts => word.extend(c.to_lowercase()),
            _ => words.push(c.to_lowercase().collect()),
        }
    }
    words.retain(|w| !w.is_empty());
    words
}
