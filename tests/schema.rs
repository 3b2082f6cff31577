//! The schemas: `docs/conclint.schema.json` says what the reader reads, `docs/output.schema.json` what programs are given,
//! and neither says anything else.

mod configs;
mod scratch;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use conclint::config::{Holds, KEYS, Key, LEVELS};
use conclint::levels::GROUPS;
use conclint::lint::Family;
use conclint::lints::ALL;
use scratch::*;
use serde_json::{Map, Value, json};

const SCHEMA: &str = "docs/conclint.schema.json";
const OUTPUT: &str = "docs/output.schema.json";

/// Where editors and programs find the schemas.
const ADDRESS: &str = "https://raw.githubusercontent.com/conclint/conclint/main";

/// The schema that the reader's own list of keys amounts to.
fn wanted() -> Value {
    let mut schema = table(KEYS);
    let head = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": format!("{ADDRESS}/{SCHEMA}"),
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
        Holds::Files => {
            let file = json!({ "type": "string", "pattern": r"\S", "not": { "pattern": "::" } });
            json!({ "type": "array", "items": file, "minItems": 1 })
        }
        Holds::FilesOrModules => {
            let module = format!(r"{first}(?:::[\p{{L}}_][\p{{L}}\p{{N}}_]*)+$");
            let file = json!({ "pattern": r"\S", "not": { "pattern": "::" } });
            let one = json!({ "type": "string", "anyOf": [file, { "pattern": module }] });
            json!({ "type": "array", "items": one, "minItems": 1 })
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
        Holds::Yes => json!({ "const": true }),
        Holds::Count => json!({ "type": "integer", "minimum": 0 }),
        Holds::MapLock => {
            let first = first.replace("(?:::|$)", r"(?:::|\.|$)");
            let path = format!(r"{first}(?:::[\p{{L}}_][\p{{L}}\p{{N}}_]*)*");
            json!({ "type": "string", "pattern": format!(r"{path}(?:\.(?:[\p{{L}}_][\p{{L}}\p{{N}}_]*|[0-9]+))?$") })
        }
        Holds::Table(keys) => Value::Object(table(keys)),
        Holds::Tables(keys) => json!({ "type": "array", "items": table(keys) }),
        Holds::OneOfKinds(keys, kinds) => {
            let mut one = table(keys);
            let each: Vec<Value> = kinds.iter().map(|kind| json!({ "required": kind })).collect();
            one.insert("oneOf".to_owned(), json!(each));
            let together: Map<String, Value> = kinds
                .iter()
                .flat_map(|kind| kind.iter().map(move |key| (*key, kind.iter().filter(move |other| *other != key))))
                .map(|(key, others)| (key.to_owned(), json!(others.collect::<Vec<_>>())))
                .filter(|(_, others)| others != &json!([]))
                .collect();
            one.insert("dependentRequired".to_owned(), Value::Object(together));
            json!({ "type": "array", "items": one })
        }
    }
}

/// Every name that can stand in a table of levels.
fn levels() -> Value {
    let names = ALL.iter().map(|lint| lint.name).chain(Family::ALL.map(Family::name)).chain(GROUPS);
    let each: Map<String, Value> = names.map(|name| (name.to_owned(), json!({ "$ref": "#/$defs/level" }))).collect();
    json!({ "type": "object", "properties": each, "additionalProperties": false })
}

fn shipped(name: &str) -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
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
    if writes && shipped(SCHEMA) != wanted() {
        let text = serde_json::to_string_pretty(&wanted()).expect("it is JSON") + "\n";
        std::fs::write(path, text).expect("the schema can be written");
    }
    assert_eq!(shipped(SCHEMA), wanted(), "write it anew with INSTA_UPDATE=always cargo test --test schema");
}

#[test]
fn what_the_pages_show_is_read_and_fits_the_schema() {
    let schema = jsonschema::validator_for(&shipped(SCHEMA)).expect("it is a schema");
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
        shows_each(key, &told);
    }
}

/// Whether these values of a key show each key that its tables may have.
fn shows_each(key: &Key, told: &[&Value]) {
    let (Holds::Table(inner) | Holds::Tables(inner) | Holds::OneOfKinds(inner, _)) = key.holds else { return };
    let tables: Vec<&Value> =
        told.iter().flat_map(|one| one.as_array().map_or(vec![*one], |list| list.iter().collect())).collect();
    for inner in inner {
        let shown: Vec<&Value> = tables.iter().filter_map(|table| table.get(inner.name)).collect();
        assert!(!shown.is_empty(), "no page shows `{}` in `{}`", inner.name, key.name);
        shows_each(inner, &shown);
    }
}

#[test]
fn what_the_reader_refuses_the_schema_refuses() {
    let schema = jsonschema::validator_for(&shipped(SCHEMA)).expect("it is a schema");
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

#[test]
fn the_pages_name_the_schema_for_editors() {
    let line = format!("#:schema {ADDRESS}/{SCHEMA}\n");
    assert!(
        configs::shown().iter().any(|text| text.starts_with(&line)),
        "no page shows a file that begins with {line}"
    );
}

// ---- What programs are given --------------------------------------------------------------------------------------

/// A schema by which every key is known and none is missing: what is published lets later versions add some.
fn strict(schema: &Value) -> Value {
    match schema {
        Value::Object(keys) => {
            let mut strict: Map<String, Value> = keys.iter().map(|(key, value)| (key.clone(), strict(value))).collect();
            if keys.contains_key("properties") {
                strict.insert("additionalProperties".to_owned(), json!(false));
            }
            Value::Object(strict)
        }
        Value::Array(list) => list.iter().map(strict).collect(),
        other => other.clone(),
    }
}

/// Spawns a task that never ends, in a test, which nobody waits for.
const SPAWNED: &str = r#"pub fn light(lamps: Vec<String>) {
    tokio::spawn(async move {
        loop {
            tokio::time::sleep(std::time::Duration::from_secs(1)).await;
            println!("{}", lamps.len());
        }
    });
}
"#;

/// Every kind of output there is, with something in every list.
fn outputs() -> Vec<Value> {
    let scratch = harbour();
    assert_eq!(scratch.run(&["--write-baseline", "src/quay.rs"]).code, 0);
    scratch.write("src/lib.rs", &format!("{LIB}pub fn late() {{ loop {{ }}\n"));
    scratch.write("src/quay.rs", QUIET);
    scratch.write("src/lamp.rs", SPAWNED);
    scratch.write("tests/it.rs", DENIED);
    fs::write(scratch.path("src/blob.rs"), b"fn main() {}\xff\n").expect("the folder can be written to");
    let mut all = vec![
        scratch.json(&["-W", "all"]),
        scratch.json(&["--statistics"]),
        package(QUIET).json(&[]),
        serde_json::from_str(&scratch.run(&["lints", "--format", "json"]).stdout).expect("it is JSON"),
    ];
    for args in [&["--format", "jsonl", "-W", "all"][..], &["--format", "jsonl", "--statistics"]] {
        let run = scratch.run(args);
        assert_ne!(run.stdout, "", "{args:?}");
        all.extend(run.stdout.lines().map(|line| serde_json::from_str::<Value>(line).expect("every line is JSON")));
    }
    all
}

#[test]
fn what_programs_are_given_fits_the_schema() {
    let published = shipped(OUTPUT);
    assert_eq!(published["$id"], format!("{ADDRESS}/{OUTPUT}"));
    let options = || jsonschema::options().should_validate_formats(true);
    let (loose, strict) = (options().build(&published), options().build(&strict(&published)));
    let (loose, strict) = (loose.expect("it is a schema"), strict.expect("it is a schema"));
    for output in outputs() {
        let wrong: Vec<String> = strict.iter_errors(&output).map(|e| format!("{}: {e}", e.instance_path())).collect();
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
        let mut later = output.clone();
        later["added"] = json!(true);
        assert!(loose.is_valid(&later), "a key that was added does not make it another version");
        let Some(keys) = output.as_object() else { panic!("it is an object: {output}") };
        for key in keys.keys() {
            let mut less = keys.clone();
            less.remove(key);
            assert!(!loose.is_valid(&Value::Object(less)), "`{key}` can be relied on");
        }
    }
}

#[test]
fn the_schema_of_the_output_names_nothing_that_is_never_there() {
    let mut named = BTreeSet::new();
    keys_under("properties", &shipped(OUTPUT), &mut named);
    assert!(named.len() > 40, "{} keys are named", named.len());
    let mut there = BTreeSet::new();
    outputs().iter().for_each(|output| filled(output, &mut there));
    // What needs a repository or an old baseline has its own tests, as numbers that may be 0 here.
    let missing: Vec<&String> = named.difference(&there).collect();
    assert_eq!(missing, Vec::<&String>::new());
}

/// The keys of each table that stands under this name.
fn keys_under(name: &str, schema: &Value, named: &mut BTreeSet<String>) {
    if let Some(keys) = schema.as_object() {
        if let Some(properties) = keys.get(name).and_then(Value::as_object) {
            named.extend(properties.keys().cloned());
        }
        keys.values().for_each(|value| keys_under(name, value, named));
    }
    schema.as_array().into_iter().flatten().for_each(|value| keys_under(name, value, named));
}

/// The keys that have a value other than an empty list or nothing.
fn filled(output: &Value, there: &mut BTreeSet<String>) {
    for (key, value) in output.as_object().into_iter().flatten() {
        if !value.is_null() && value.as_array().is_none_or(|list| !list.is_empty()) {
            there.insert(key.clone());
        }
        filled(value, there);
    }
    output.as_array().into_iter().flatten().for_each(|value| filled(value, there));
}
