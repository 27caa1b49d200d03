//! What a submission is.

use std::borrow::Cow;

use serde_json::Value;
use uuid::Uuid;

use crate::error::{DomainError, Result};

/// A submission that the public may still change.
#[derive(Clone, Debug, PartialEq)]
pub struct Submission {
    /// `core_submission.id`.
    pub id: Uuid,
    /// The answers: any JSON, in practice an object with a key for each question.
    pub answers: Value,
}

/// What happens to a submission that was handed in already.
pub(super) fn already_submitted() -> DomainError {
    DomainError::Refused {
        code: "already_submitted",
        detail: Cow::Borrowed("This submission was handed in and can no longer be changed."),
    }
}

/// Refuses answers that the column cannot hold: PostgreSQL knows no NUL character.
pub(super) fn check(answers: &Value) -> Result<()> {
    if has_nul(answers) {
        let detail = "The answers contain a character that cannot be stored.";
        return Err(DomainError::invalid("answers", "invalid", detail));
    }
    Ok(())
}

/// The parser of JSON caps the depth at 128, so this cannot exhaust the stack.
fn has_nul(value: &Value) -> bool {
    match value {
        Value::String(text) => text.contains('\0'),
        Value::Array(items) => items.iter().any(has_nul),
        Value::Object(map) => map.iter().any(|(key, value)| key.contains('\0') || has_nul(value)),
        Value::Null | Value::Bool(_) | Value::Number(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn nul_is_found_wherever_it_hides() {
        assert!(check(&json!({"a": [1, {"b": "ok"}]})).is_ok());
        assert!(check(&json!({"a": [1, {"b": "no\0"}]})).is_err());
        assert!(check(&json!([{"no\0": 1}])).is_err());
    }
}
