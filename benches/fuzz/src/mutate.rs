//! Real code with tokens cut out, doubled, swapped, and put in from elsewhere: nearly always nearly Rust.

use arbitrary::Unstructured;

/// What a token may be replaced by: what opens, closes and decides.
const WORDS: [&str; 32] = [
    "{",
    "}",
    "(",
    ")",
    "[",
    "]",
    ";",
    ",",
    ".await",
    "?",
    "loop",
    "match",
    "if let",
    "while let",
    "async move",
    "move ||",
    "=>",
    "->",
    "'a:",
    "break 'a",
    "return",
    "drop",
    "mut",
    "&mut",
    "ref",
    "..",
    "_",
    "#[cfg(test)]",
    "tokio::select!",
    "tokio::spawn",
    "static",
    "impl",
];

/// Changes a text in place, of which the first `size` bytes count; answers how many count then.
pub fn mutate(data: &mut [u8], size: usize, max_size: usize, seed: u32) -> usize {
    let text = String::from_utf8_lossy(&data[..size]).into_owned();
    let changed = changed(&tokens(&text), seed);
    put(changed.as_bytes(), data, max_size)
}

/// Writes the head of one text and the tail of another; answers how many bytes that was.
pub fn join(data1: &[u8], data2: &[u8], out: &mut [u8], seed: u32) -> usize {
    let texts = [String::from_utf8_lossy(data1), String::from_utf8_lossy(data2)];
    let [first, second] = [tokens(&texts[0]), tokens(&texts[1])];
    let [head, tail] = [place(seed, &first), place(seed.rotate_left(16), &second)];
    let joined = [&first[..head], &second[tail..]].concat().concat();
    put(joined.as_bytes(), out, out.len())
}

/// A text with one or more of its tokens changed.
fn changed(tokens: &[&str], seed: u32) -> String {
    let mut tokens = tokens.to_vec();
    let mut numbers = Numbers(seed.into());
    for _ in 0..=numbers.below(4) {
        if tokens.is_empty() {
            tokens.push("fn f() {}");
        }
        let (at, other) = (numbers.below(tokens.len()), numbers.below(tokens.len()));
        match numbers.below(7) {
            0 => drop(tokens.remove(at)),
            1 => tokens.insert(at, tokens[at]),
            2 => tokens.swap(at, other),
            3 => tokens[at] = WORDS[numbers.below(WORDS.len())],
            4 => tokens.insert(at, WORDS[numbers.below(WORDS.len())]),
            5 => drop(tokens.drain(at.min(other)..at.max(other))),
            _ => {
                let copy = tokens[at.min(other)..at.max(other).min(at.min(other) + 200)].to_vec();
                let to = numbers.below(tokens.len());
                drop(tokens.splice(to..to, copy));
            }
        }
    }
    tokens.concat()
}

/// Words, runs of blanks, and every other character by itself.
fn tokens(text: &str) -> Vec<&str> {
    let kind = |c: char| if c.is_alphanumeric() || c == '_' { 1 } else { 2 * u8::from(c.is_whitespace()) };
    let mut tokens = Vec::new();
    let (mut start, mut last) = (0, 0);
    for (at, c) in text.char_indices() {
        if at > start && (kind(c) != last || last == 0) {
            tokens.push(&text[start..at]);
            start = at;
        }
        last = kind(c);
    }
    tokens.push(&text[start..]);
    tokens
}

/// A place between tokens.
fn place(seed: u32, tokens: &[&str]) -> usize {
    let bytes = seed.to_le_bytes();
    Unstructured::new(&bytes).choose_index(tokens.len()).unwrap_or(0)
}

/// Writes as much of a text as there is room for; answers how much that was, in bytes.
fn put(text: &[u8], out: &mut [u8], most: usize) -> usize {
    let size = text.len().min(most).min(out.len());
    out[..size].copy_from_slice(&text[..size]);
    size
}

/// Numbers that follow from a seed: the fuzzer gives one for each change.
struct Numbers(u64);

impl Numbers {
    /// A number below `end`, which is not 0.
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).expect("31 bits fit") % end
    }
}
