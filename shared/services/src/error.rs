//! What can go wrong with an outside service.

use std::time::Duration;

/// Why a call to an outside service failed. The texts name the host and the status, never what was
/// sent or answered.
#[derive(Debug, thiserror::Error)]
pub enum ServiceError {
    /// It failed in a way that may pass: worth another attempt.
    #[error("outside service: {0}")]
    Unavailable(String),
    /// It is busy: worth another attempt, but not before `after`.
    #[error("not yet: {reason}")]
    Busy {
        /// What happened.
        reason: String,
        /// How long to wait from now.
        after: Duration,
    },
    /// A file of this machine could not be read or written on the way.
    #[error("file store: {0}")]
    Files(String),
    /// Something that no retry will mend, with the reason.
    #[error("{0}")]
    Fatal(String),
}

/// Shorthand for the functions of this crate.
pub type Result<T, E = ServiceError> = std::result::Result<T, E>;
