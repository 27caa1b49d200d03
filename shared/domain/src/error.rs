//! The one error type of domain functions. The web crate turns it into the error envelope, the
//! worker into "retry" or "give up".

use std::{borrow::Cow, time::Duration};

use clerk_services::ServiceError;
use clerk_store::{
    StoreError,
    db::MigrateError,
    jobs::{JobFailure, Retry},
};

/// One thing wrong with the caller's input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldError {
    /// Machine-readable reason, as the original names it: `required`, `invalid`, `blank`...
    pub code: &'static str,
    /// What a person reads.
    pub detail: Cow<'static, str>,
    /// The field, dotted when nested (`client.email`); `non_field_errors` for the whole object.
    pub attr: Cow<'static, str>,
}

impl FieldError {
    /// An error of one field.
    pub fn new(
        attr: impl Into<Cow<'static, str>>,
        code: &'static str,
        detail: impl Into<Cow<'static, str>>,
    ) -> Self {
        Self { code, detail: detail.into(), attr: attr.into() }
    }
}

/// What can go wrong in a domain function.
#[derive(Debug, thiserror::Error)]
pub enum DomainError {
    /// The input is not acceptable; nothing was written. Status 400.
    #[error("invalid input: {}", .0.iter().map(|e| format!("{}: {}", e.attr, e.code)).collect::<Vec<_>>().join(", "))]
    Invalid(Vec<FieldError>),
    /// There is no such thing, or the caller may not know that there is. Status 404.
    #[error("not found")]
    NotFound,
    /// The caller may not do this. Status 403 with the given code.
    #[error("refused: {code}")]
    Refused {
        /// Machine-readable reason, such as `permission_denied` or `already_submitted`.
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
    /// An outside service failed in a way that may pass: worth another attempt.
    #[error("outside service: {0}")]
    Unavailable(String),
    /// An outside service is busy, or something is under way that has to end first: worth another
    /// attempt, but not before `after`.
    #[error("not yet: {reason}")]
    Busy {
        /// What happened.
        reason: String,
        /// How long to wait from now.
        after: Duration,
    },
    /// Something that no retry will mend, with the reason.
    #[error("{0}")]
    Fatal(String),
}

impl DomainError {
    /// A single field error.
    pub fn invalid(
        attr: impl Into<Cow<'static, str>>,
        code: &'static str,
        detail: impl Into<Cow<'static, str>>,
    ) -> Self {
        Self::Invalid(vec![FieldError::new(attr, code, detail)])
    }

    /// The caller lacks the permission.
    #[must_use]
    pub fn forbidden() -> Self {
        Self::Refused {
            code: "permission_denied",
            detail: "Your account is not allowed to do this.".into(),
        }
    }

    /// Whether trying again later can help. A job that fails with any other error is dead at once.
    #[must_use]
    pub fn is_transient(&self) -> bool {
        matches!(
            self,
            Self::Database(_)
                | Self::Connection(_)
                | Self::Files(_)
                | Self::Unavailable(_)
                | Self::Busy { .. }
        )
    }
}

impl From<StoreError> for DomainError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::NotFound => Self::NotFound,
            StoreError::Refused { code, detail } => Self::Refused { code, detail },
            StoreError::Database(error) => Self::Database(error),
            StoreError::Connection(reason) => Self::Connection(reason),
            StoreError::Files(reason) => Self::Files(reason),
            StoreError::Fatal(reason) => Self::Fatal(reason),
        }
    }
}

impl From<MigrateError> for DomainError {
    fn from(error: MigrateError) -> Self {
        match error {
            MigrateError::Connection(reason) => Self::Connection(reason),
            MigrateError::Database(error) => Self::Database(error),
            other => Self::Fatal(other.to_string()),
        }
    }
}

impl From<ServiceError> for DomainError {
    fn from(error: ServiceError) -> Self {
        match error {
            ServiceError::Unavailable(reason) => Self::Unavailable(reason),
            ServiceError::Busy { reason, after } => Self::Busy { reason, after },
            ServiceError::Files(reason) => Self::Files(reason),
            ServiceError::Fatal(reason) => Self::Fatal(reason),
        }
    }
}

impl From<DomainError> for JobFailure {
    fn from(error: DomainError) -> Self {
        let retry = match &error {
            DomainError::Busy { after, .. } => Retry::After(*after),
            error if error.is_transient() => Retry::Usual,
            _ => Retry::Never,
        };
        Self { reason: error.to_string(), retry }
    }
}

/// Shorthand for domain functions.
pub type Result<T, E = DomainError> = std::result::Result<T, E>;
