//! `docs/conclint.schema.json`: it says what the reader reads, and nothing else.

mod configs;
mod scratch;

use std::path::Path;

use conclint::config::{Holds, KEYS, Key, LEVELS};
use conclint::levels::GROUPS;
use conclint::lint::Family;
use conclint::lints::ALL;
use scratch::harbour;
use serde_json::{Map, Value, json};

const SCHEMA: &str = "docs/conclint.schema.json";

/// The schema that the reader's own list of keys amounts to.
fn wanted() -> Value {
    let mut schema = table(KEYS);
    let head = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "conclint.toml",
        "description": "What a project says to conclint, in conclint.toml or under metadata.conclint in Cargo.toml.",
    });
    schema.extend(head.as_object().cloned().unwrap_or_default());
    schema.insert("$defs".to_owned(), json!({ "levels": levels(), "level": { "enum": LEVELS } }));
    Value::Object(schema)
}

fn table(keys: &[Key]) -> Map<String, Value> {
    let properties: Map<String, Value> = keys.iter().map(|key| (key.name.to_owned(), described(key))).collect();
    let needed: Vec<&str> = keys.iter().filter(|key| key.needed).map(|key| key.name).collect();
    let mut schema = Map::new();
    schema.insert("type".to_owned(), json!("object"));
    schema.insert("properties".to_owned(), Value::Object(properties));
    schema.insert("additionalProperties".to_owned(), json!(false));
    if !needed.is_empty() {
        schema.insert("required".to_owned(), json!(needed));
    }
    schema
}

fn described(key: &Key) -> Value {
    let mut schema = value(key);
    schema["description"] = json!(key.about);
    schema
}

fn value(key: &Key) -> Value {
    // The first name of a path could be a crate's.
    let first = r"^(?!(?:self|super|Self)(?:::|$))[\p{L}_][\p{L}\p{N}_]*";
    match key.holds {
        Holds::Levels => json!({ "$ref": "#/$defs/levels" }),
        Holds::Patterns => {
            let least = usize::from(key.needed);
            json!({ "type": "array", "items": { "type": "string", "pattern": r"\S" }, "minItems": least })
        }
        Holds::Item => json!({ "type": "string", "pattern": format!(r"{first}(?:::[\p{{L}}_][\p{{L}}\p{{N}}_]*)+$") }),
        Holds::ItemOrCrate => {
            let path = format!(r"{first}(?:::[\p{{L}}_][\p{{L}}\p{{N}}_]*)*$");
            json!({ "type": "string", "pattern": path, "not": { "const": "crate" } })
        }
        Holds::Lock => json!({ "type": "string", "pattern": format!(r"{first}(?:::[\p{{L}}_][\p{{L}}\p{{N}}_]*)*$") }),
        Holds::Text => json!({ "type": "string", "pattern": r"\S" }),
        Holds::YesOrNo => json!({ "type": "boolean" }),
        Holds::OneOf(words) => json!({ "enum": words() }),
        Holds::Tables(keys) => json!({ "type": "array", "items": table(keys) }),
    }
}

/// Every name that can stand in a table of levels.
fn levels() -> Value {
    let names = ALL.iter().map(|lint| lint.name).chain(Family::ALL.map(Family::name)).chain(GROUPS);
    let each: Map<String, Value> = names.map(|name| (name.to_owned(), json!({ "$ref": "#/$defs/level" }))).collect();
    json!({ "type": "object", "properties": each, "additionalProperties": false })
}

fn shipped() -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(SCHEMA);
    let text = std::fs::read_to_string(path).expect("the schema is shipped");
    serde_json::from_str(&text).expect("it is JSON")
}

/// A configuration as the schema sees it; `None` where it is not TOML.
fn document(text: &str) -> Option<Value> {
    let table = text.parse::<toml::Table>().ok()?;
    Some(serde_json::to_value(table).expect("TOML without dates is JSON"))
}

#[test]
fn the_schema_says_what_the_reader_reads() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(SCHEMA);
    let writes = std::env::var("INSTA_UPDATE").is_ok_and(|how| how == "always");
    // The other tests read it at the same time.
    if writes && shipped() != wanted() {
        let text = serde_json::to_string_pretty(&wanted()).expect("it is JSON") + "\n";
        std::fs::write(path, text).expect("the schema can be written");
    }
    assert_eq!(shipped(), wanted(), "write it anew with INSTA_UPDATE=always cargo test --test schema");
}

#[test]
fn what_the_pages_show_is_read_and_fits_the_schema() {
    let schema = jsonschema::validator_for(&shipped()).expect("it is a schema");
    let scratch = harbour();
    let shown = configs::shown();
    assert!(shown.len() >= 10, "the pages show {} configurations", shown.len());
    for text in &shown {
        scratch.write("conclint.toml", text);
        let run = scratch.run(&["config"]);
        assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{text}");
        let document = document(text).expect("the reader has read it");
        assert!(
            schema.is_valid(&document),
            "{text}: {:?}",
            schema.iter_errors(&document).next().map(|e| e.to_string())
        );
    }
    let all: Vec<Value> = shown.iter().filter_map(|text| document(text)).collect();
    for key in KEYS {
        let told: Vec<&Value> = all.iter().filter_map(|one| one.get(key.name)).collect();
        assert!(!told.is_empty(), "no page shows `{}`", key.name);
        let Holds::Tables(inner) = key.holds else { continue };
        for inner in inner {
            let shows =
                |list: &&Value| list.as_array().is_some_and(|list| list.iter().any(|t| t.get(inner.name).is_some()));
            assert!(told.iter().any(shows), "no page shows `{}` in `[[{}]]`", inner.name, key.name);
        }
    }
}

#[test]
fn what_the_reader_refuses_the_schema_refuses() {
    let schema = jsonschema::validator_for(&shipped()).expect("it is a schema");
    let mut fits = Vec::new();
    for (text, said) in configs::WRONG {
        // What a pattern means, and that two tables speak of one thing, is beyond a schema.
        let beyond = ["is no pattern of", "already", "on both sides"].iter().any(|part| said.contains(part));
        if let Some(document) = document(text).filter(|_| !beyond) {
            fits.extend(schema.is_valid(&document).then_some(*text));
        }
    }
    assert!(fits.is_empty(), "the schema takes what the reader refuses: {fits:#?}");
}
