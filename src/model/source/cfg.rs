//! Predicates of `#[cfg(…)]`: what holds once one of them does, and what another then says.
//!
//! Which features and targets a build has is not known: a predicate holds, does not, or may do either.

use rustc_hash::FxHashMap;

/// A predicate.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Cfg {
    All(Vec<Cfg>),
    Any(Vec<Cfg>),
    Not(Box<Cfg>),
    /// `unix`, `feature="full"`, without spaces.
    Is(String),
}

/// What is known of a build: which options are set, and which are not.
#[derive(Clone, Default, Debug)]
pub struct Known(FxHashMap<String, bool>);

/// Keys of which a build has one value.
const ONE_VALUE: &[&str] = &["target_os", "target_arch", "target_family", "target_pointer_width", "target_endian"];

/// Options that the target or the profile sets, beside those with a value.
const OF_TARGET: &[&str] = &["unix", "windows", "debug_assertions", "overflow_checks", "proc_macro", "panic", "true"];

impl Cfg {
    /// Reads what stands in the parentheses of a `cfg`; several predicates side by side all hold.
    pub fn parse(text: &str) -> Cfg {
        let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
        let mut parts: Vec<Cfg> = split(&text).into_iter().map(Cfg::one).collect();
        if parts.len() == 1 { parts.remove(0) } else { Cfg::All(parts) }
    }

    fn one(text: &str) -> Cfg {
        let inner = |name: &str| {
            let rest = text.strip_prefix(name)?.strip_prefix('(')?;
            Some(split(rest.strip_suffix(')')?).into_iter().map(Cfg::one).collect::<Vec<Cfg>>())
        };
        match (inner("all"), inner("any"), inner("not")) {
            (Some(parts), ..) => Cfg::All(parts),
            (_, Some(parts), _) => Cfg::Any(parts),
            (.., Some(mut parts)) if parts.len() == 1 => Cfg::Not(Box::new(parts.remove(0))),
            _ => Cfg::Is(text.to_owned()),
        }
    }

    /// Whether the predicate holds where nobody passes a flag of his own, such as `--cfg loom`, and no test is built; features
    /// and targets may be any.
    pub fn in_usual_build(&self) -> Option<bool> {
        match self {
            Cfg::Is(option) if option.contains('=') || OF_TARGET.contains(&option.as_str()) => None,
            Cfg::Is(_) => Some(false),
            Cfg::Not(inner) => inner.in_usual_build().map(|holds| !holds),
            Cfg::All(parts) => all(parts.iter().map(Cfg::in_usual_build)),
            Cfg::Any(parts) => {
                all(parts.iter().map(|part| part.in_usual_build().map(|holds| !holds))).map(|none| !none)
            }
        }
    }

    /// Whether the predicate holds in a build, as far as that is known.
    pub fn holds(&self, known: &Known) -> Option<bool> {
        match self {
            Cfg::Is(option) => known.has(option),
            Cfg::Not(inner) => inner.holds(known).map(|holds| !holds),
            Cfg::All(parts) => all(parts.iter().map(|part| part.holds(known))),
            Cfg::Any(parts) => all(parts.iter().map(|part| part.holds(known).map(|holds| !holds))).map(|none| !none),
        }
    }
}

/// Whether all of these hold.
fn all(mut parts: impl Iterator<Item = Option<bool>>) -> Option<bool> {
    parts
        .try_fold(Some(true), |so_far, part| match part {
            Some(false) => Err(Some(false)),
            Some(true) => Ok(so_far),
            None => Ok(None),
        })
        .unwrap_or_else(|fails| fails)
}

impl Known {
    /// Takes a predicate to hold.
    pub fn assume(&mut self, cfg: &Cfg) {
        self.learn(cfg, true);
    }

    fn learn(&mut self, cfg: &Cfg, holds: bool) {
        match (cfg, holds) {
            (Cfg::Is(option), _) => {
                self.0.insert(option.clone(), holds);
            }
            (Cfg::Not(inner), _) => self.learn(inner, !holds),
            (Cfg::All(parts), true) | (Cfg::Any(parts), false) => parts.iter().for_each(|part| self.learn(part, holds)),
            (Cfg::All(parts), false) | (Cfg::Any(parts), true) => {
                if let [only] = parts.as_slice() {
                    self.learn(only, holds);
                }
            }
        }
    }

    /// Whether an option is set.
    fn has(&self, option: &str) -> Option<bool> {
        if let Some(&known) = self.0.get(option) {
            return Some(known);
        }
        let set = |other: &str| self.0.get(other) == Some(&true);
        let rivals: &[(&str, &str)] = &[("unix", "windows"), ("windows", "unix"), ("unix", "target_os=\"windows\"")];
        if rivals.iter().any(|(one, other)| option == *one && set(other)) {
            return Some(false);
        }
        let (key, _) = option.split_once('=')?;
        let another =
            self.0.iter().any(|(other, holds)| *holds && other.split_once('=').is_some_and(|(k, _)| k == key));
        (ONE_VALUE.contains(&key) && another).then_some(false)
    }
}

/// The parts of a list between commas that stand in no inner parentheses.
fn split(text: &str) -> Vec<&str> {
    let (mut parts, mut depth, mut from) = (Vec::new(), 0, 0);
    for (at, c) in text.char_indices() {
        match c {
            '(' => depth += 1,
            ')' => depth -= 1,
            ',' if depth == 0 => {
                parts.push(&text[from..at]);
                from = at + 1;
            }
            _ => {}
        }
    }
    parts.push(&text[from..]);
    parts.retain(|part| !part.is_empty());
    parts
}

#[cfg(test)]
mod tests {
    use super::{Cfg, Known};

    /// What the second predicate says where the first holds.
    fn under(first: &str, second: &str) -> Option<bool> {
        let mut known = Known::default();
        known.assume(&Cfg::parse(first));
        Cfg::parse(second).holds(&known)
    }

    #[test]
    fn a_predicate_decides_what_it_implies() {
        assert_eq!(under("unix", "not(unix)"), Some(false), "opposite");
        assert_eq!(under("not(unix)", "unix"), Some(false), "opposite, the other way round");
        assert_eq!(under("all(unix, feature = \"a\")", "feature = \"a\""), Some(true), "a part of all");
        assert_eq!(under("not(any(a, b))", "any(b, c)"), None, "one of them is open");
        assert_eq!(under("not(any(a, b))", "any(a, b)"), Some(false), "neither of them");
        assert_eq!(under("a", "any(a, b)"), Some(true), "one is enough");
    }

    #[test]
    fn a_build_has_one_system() {
        assert_eq!(under("windows", "unix"), Some(false), "two families");
        assert_eq!(under("target_os = \"linux\"", "target_os = \"macos\""), Some(false), "two systems");
        assert_eq!(under("feature = \"a\"", "feature = \"b\""), None, "features go together");
    }
}
