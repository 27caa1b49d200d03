//! JSON columns on the wire.

use clerk_store::db::jsonb;
use serde::{Serialize, Serializer, ser::SerializeMap};
use serde_json::Value;

/// A JSON value whose objects keep the order that the database gives their keys, since the front end
/// lists answers in the order in which they come.
#[derive(Clone, Debug)]
pub struct InOrder<'a>(pub &'a Value);

impl Serialize for InOrder<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Value::Object(object) => {
                let mut map = serializer.serialize_map(Some(object.len()))?;
                for (key, value) in jsonb::in_order(object) {
                    map.serialize_entry(key, &InOrder(value))?;
                }
                map.end()
            }
            Value::Array(items) => serializer.collect_seq(items.iter().map(InOrder)),
            other => other.serialize(serializer),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn short_keys_come_first() {
        let value = json!({"BB": {"dd": 1, "c": [{"zz": 1, "y": 2}]}, "A": null, "AA": 1.0});
        assert_eq!(
            serde_json::to_string(&InOrder(&value)).unwrap(),
            r#"{"A":null,"AA":1.0,"BB":{"c":[{"y":2,"zz":1}],"dd":1}}"#
        );
    }
}
