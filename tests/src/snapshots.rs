//! Exact JSON, kept in files. What differs from run to run is replaced by its kind.

use std::sync::LazyLock;

use regex::{Captures, Regex};
use serde_json::Value;

/// Compares JSON with the file `snapshots/<name>.snap` beside the test. `INSTA_UPDATE=always` writes it
/// anew.
#[macro_export]
macro_rules! assert_json {
    ($name:literal, $json:expr) => {
        insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!($name, $crate::snapshots::text(&$json));
        });
    };
}

/// JSON with its keys replaced, as text: lists of plain values, such as choices, on one line each.
pub fn text(json: &Value) -> String {
    let mut text = String::new();
    write(&mut text, &redacted("", json), "\n");
    text
}

fn write(text: &mut String, value: &Value, line: &str) {
    let is_plain = |item: &Value| !item.is_object() && !item.is_array();
    let next = format!("{line}  ");
    match value {
        Value::Object(fields) if !fields.is_empty() => {
            text.push('{');
            for (number, (name, value)) in fields.iter().enumerate() {
                text.push_str(if number == 0 { "" } else { "," });
                text.push_str(&format!("{next}{}: ", Value::from(name.as_str())));
                write(text, value, &next);
            }
            text.push_str(&format!("{line}}}"));
        }
        Value::Array(items) if !items.iter().all(is_plain) => {
            text.push('[');
            for (number, item) in items.iter().enumerate() {
                text.push_str(if number == 0 { "" } else { "," });
                text.push_str(&next);
                write(text, item, &next);
            }
            text.push_str(&format!("{line}]"));
        }
        plain => text.push_str(&plain.to_string()),
    }
}

/// The same JSON with its keys replaced: UUIDs, numbers that are keys, and what tests make unique in
/// names and addresses.
fn redacted(name: &str, value: &Value) -> Value {
    match value {
        Value::Object(fields) => {
            fields.iter().map(|(name, value)| (name.clone(), redacted(name, value))).collect()
        }
        Value::Array(items) => items.iter().map(|item| redacted(name, item)).collect(),
        Value::Number(_) if is_key(name) => "[id]".into(),
        Value::String(text) if is_key(name) && text.parse::<i64>().is_ok() => "[id]".into(),
        Value::String(text) => redacted_text(text).into(),
        other => other.clone(),
    }
}

/// Whether a number in a field of this name is a key.
fn is_key(name: &str) -> bool {
    ["id", "pk", "object_pk", "email", "issue"].contains(&name) || name.ends_with("_id")
}

fn redacted_text(text: &str) -> String {
    static PATTERN: LazyLock<Regex> = LazyLock::new(|| {
        let uuid = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}";
        let address = r"\.[0-9a-f]{8}@";
        let name = r"\b\d{8}\b";
        let object = r"object \(\d+\)";
        Regex::new(&format!("{uuid}|{address}|{name}|{object}")).unwrap()
    });
    static URL: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"/\d+/|=\d+$").unwrap());
    let text = PATTERN.replace_all(text, |found: &Captures<'_>| match &found[0] {
        address if address.starts_with('.') => ".[digits]@",
        object if object.starts_with("object") => "object ([id])",
        uuid if uuid.contains('-') => "[uuid]",
        _ => "[digits]",
    });
    if !text.starts_with('/') {
        return text.into_owned();
    }
    let key = |found: &Captures<'_>| match &found[0] {
        parameter if parameter.starts_with('=') => "=[id]",
        _ => "/[id]/",
    };
    URL.replace_all(&text, key).into_owned()
}
