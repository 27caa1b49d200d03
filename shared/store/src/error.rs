//! What can go wrong with the database, the files and the queue.

use std::borrow::Cow;

/// Why something could not be stored, found or enqueued.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// There is no such file or job.
    #[error("not found")]
    NotFound,
    /// The present state of things does not allow it.
    #[error("refused: {code}")]
    Refused {
        /// Machine-readable reason, such as `already_queued`.
        code: &'static str,
        /// What a person reads.
        detail: Cow<'static, str>,
    },
    /// The database refused or failed.
    #[error("database: {0}")]
    Database(#[from] diesel::result::Error),
    /// No database connection could be had.
    #[error("database connection: {0}")]
    Connection(String),
    /// A file could not be stored or read.
    #[error("file store: {0}")]
    Files(String),
    /// Something that no retry will mend, with the reason.
    #[error("{0}")]
    Fatal(String),
}

/// Shorthand for the functions of this crate.
pub type Result<T, E = StoreError> = std::result::Result<T, E>;
