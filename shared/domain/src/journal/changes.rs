//! The fields that changed, as the log stores them.

use serde_json::{Map, Value, json};

/// Old and new value of each field that changed: `{"notes": ["", "Bring the lease"]}`. Numbers,
/// truth and texts are themselves, days are `YYYY-MM-DD`, instants `YYYY-MM-DD hh:mm:ss.ffffff` in
/// UTC.
#[derive(Clone, Debug, Default)]
pub struct Changes(Map<String, Value>);

impl Changes {
    /// No field yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a field, if it changed. Null stands for the row that is not there before it is made and
    /// after it is deleted.
    #[must_use]
    pub fn field(mut self, name: &str, old: impl Into<Value>, new: impl Into<Value>) -> Self {
        let (old, new) = (old.into(), new.into());
        if old != new {
            self.0.insert(name.to_owned(), json!([old, new]));
        }
        self
    }

    /// Whether nothing changed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether a field changed.
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }
}

impl From<Changes> for Value {
    fn from(changes: Changes) -> Self {
        Self::Object(changes.0)
    }
}
