//! Which attachment an image of a `cid:` address is.

use std::collections::HashMap;

use clerk_base::{text::slugify, urls};
use serde_json::{Map, Value};

/// The addresses of an inbound email's attachments by their content id, going by what the mail
/// provider posted with it. `attachments` are ids and keys of its rows, in the order of their ids,
/// which is the order of the files in the post.
pub fn content_ids(received: &Value, attachments: &[(i32, String)]) -> HashMap<String, String> {
    let ids = object(received, "content-ids");
    let info = object(received, "attachment-info");
    let mut parts: Vec<&String> = info.keys().collect();
    parts.sort_by_key(|name| (name.len(), *name));
    let by_place = parts.len() == attachments.len();
    let row = |part: &str| {
        if by_place {
            return attachments.get(parts.iter().position(|name| *name == part)?);
        }
        let name = info.get(part)?.get("filename")?.as_str()?;
        let name = name.split('.').map(slugify).collect::<Vec<_>>().join(".");
        attachments.iter().find(|(_, key)| key.rsplit('/').next() == Some(&name))
    };
    ids.iter()
        .filter_map(|(id, part)| {
            let (attachment, key) = row(part.as_str()?)?;
            let id = id.trim_matches(['<', '>', ' ']).to_owned();
            Some((id, urls::attachment(*attachment, key)))
        })
        .collect()
}

/// A field that holds JSON in a text; the original kept some fields as lists of one.
fn object(received: &Value, name: &str) -> Map<String, Value> {
    let field = match received.get(name) {
        Some(Value::Array(values)) => values.last(),
        other => other,
    };
    match field {
        Some(Value::String(text)) => serde_json::from_str(text).unwrap_or_default(),
        Some(Value::Object(object)) => object.clone(),
        _ => Map::new(),
    }
}
