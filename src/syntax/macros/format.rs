//! Format strings: the variables they capture.

/// The names in the braces of a format string, in order: `{name}`, `{name:?}`, and `width` and `prec` of `{:width$.prec$}`.
/// The text may have its quotes, prefix and hashes.
pub(in crate::syntax) fn captures(text: &str) -> Vec<&str> {
    let mut names = Vec::new();
    let mut rest = text;
    while let Some(open) = rest.find('{') {
        rest = &rest[open + 1..];
        if let Some(escaped) = rest.strip_prefix('{') {
            rest = escaped;
            continue;
        }
        let Some(close) = rest.find('}') else { break };
        placeholder(&rest[..close], &mut names);
        rest = &rest[close + 1..];
    }
    names
}

fn placeholder<'t>(inside: &'t str, names: &mut Vec<&'t str>) {
    let (name, spec) = inside.split_once(':').unwrap_or((inside, ""));
    let name = name.trim();
    if is_name(name) {
        names.push(name);
    }
    let mut rest = spec;
    while let Some(sign) = rest.find('$') {
        let before = &rest[..sign];
        let start = before.char_indices().rev().take_while(|(_, c)| c.is_alphanumeric() || *c == '_').last();
        if let Some((start, _)) = start {
            // `0width$`: a zero before a name is a flag.
            let name = before[start..].trim_start_matches('0');
            if is_name(name) {
                names.push(name);
            }
        }
        rest = &rest[sign + 1..];
    }
}

fn is_name(text: &str) -> bool {
    let mut chars = text.chars();
    chars.next().is_some_and(|c| c.is_alphabetic() || c == '_')
        && chars.all(|c| c.is_alphanumeric() || c == '_')
        && text != "_"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_their_specs_are_captured() {
        assert_eq!(captures(r#""{a} {b:?} {c:>w$.p$} {:0n$}""#), ["a", "b", "c", "w", "p", "n"]);
    }

    #[test]
    fn numbers_escapes_and_expressions_are_not() {
        assert!(captures(r#""{} {0} {{x}} {:?} {:.3}""#).is_empty());
        assert!(captures(r#"r"[a]{2,3} {a.b} {""#).is_empty());
        assert_eq!(captures(r#""{{{x}}}""#), ["x"]);
    }
}
