//! What happens to each column: `rules.json`.

use std::collections::{BTreeMap, BTreeSet};

use clerk_domain::error::{DomainError, Result};
use serde::Deserialize;

use super::kind::Kind;

/// The rules of every table.
#[derive(Deserialize)]
pub(super) struct Rules {
    /// Addresses of accounts that stay as they are, besides administrators.
    pub(super) kept_accounts: Vec<String>,
    /// Tables that lose all rows.
    pub(super) empty: BTreeSet<String>,
    pub(super) sentences: Vec<String>,
    pub(super) subjects: Vec<String>,
    /// Words that say nothing of a person: the choices of forms.
    pub(super) kept_values: Vec<String>,
    /// Table, with its schema, to column to kind.
    pub(super) tables: BTreeMap<String, BTreeMap<String, Kind>>,
}

impl Rules {
    pub(super) fn load() -> Result<Self> {
        serde_json::from_str(include_str!("rules.json"))
            .map_err(|error| DomainError::Fatal(format!("rules.json: {error}")))
    }
}
