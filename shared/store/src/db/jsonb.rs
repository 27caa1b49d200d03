//! The order in which PostgreSQL keeps the keys of a JSON object.

use serde_json::{Map, Value};

/// The entries of an object as a `jsonb` column returns them: by length of the key, then bytewise.
/// People see answers in this order.
#[must_use]
pub fn in_order(object: &Map<String, Value>) -> Vec<(&String, &Value)> {
    let mut entries: Vec<_> = object.iter().collect();
    entries.sort_by(|(a, _), (b, _)| (a.len(), a.as_bytes()).cmp(&(b.len(), b.as_bytes())));
    entries
}
