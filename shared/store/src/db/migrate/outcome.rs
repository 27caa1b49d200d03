//! What a migration tells: its steps, its result, its failures.

use std::fmt;

use crate::{db::adopt::Difference, error::StoreError};

/// What `migrate` found and did, or what it would do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// How the database was found.
    pub start: Start,
    /// The names of the migrations applied to it after the baseline, in order.
    pub applied: Vec<String>,
    /// How a database that was made or adopted earlier differs from the expected one by now.
    pub drift: Vec<Difference>,
}

/// How a database is found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Start {
    /// Empty: the original's tables and rows are made.
    Empty,
    /// Made by the original, and not seen before: taken on as it is.
    Original,
    /// Made or taken on earlier.
    Known,
}

/// What `migrate` is busy with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// Another process may be migrating the same database.
    Waiting,
    /// Comparing the database with the expected one.
    Comparing,
    /// Applying the named migration.
    Applying(String),
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Waiting => f.write_str("waiting for another migration to finish"),
            Self::Comparing => f.write_str("comparing the tables"),
            Self::Applying(name) => write!(f, "applying {name}"),
        }
    }
}

/// Why a database was not migrated.
#[derive(Debug, thiserror::Error)]
pub enum MigrateError {
    /// The database cannot be reached.
    #[error("database connection: {0}")]
    Connection(String),
    /// The database is neither empty nor what the original makes. Nothing was changed.
    #[error("{}", refusal(.0))]
    Refused(Vec<Difference>),
    /// The database failed, or refused a statement. What was not finished was undone.
    #[error("database: {0}")]
    Database(#[from] diesel::result::Error),
    /// A migration failed. It was undone; those before it stay.
    #[error("migration {name}: {reason}")]
    Migration {
        /// Its name.
        name: String,
        /// What the database said.
        reason: String,
    },
    /// The migration was interrupted.
    #[error("{0}")]
    Interrupted(String),
}

impl From<MigrateError> for StoreError {
    fn from(error: MigrateError) -> Self {
        match error {
            MigrateError::Connection(reason) => Self::Connection(reason),
            MigrateError::Database(error) => Self::Database(error),
            other => Self::Fatal(other.to_string()),
        }
    }
}

fn refusal(differences: &[Difference]) -> String {
    let lines = differences.iter().map(|difference| format!("\n  - {difference}"));
    format!(
        "This database is neither empty nor one that the original Clerk made, so it was left as it \
         is. It differs in:{}",
        lines.collect::<String>()
    )
}
