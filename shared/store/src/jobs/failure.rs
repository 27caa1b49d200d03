//! Why a job failed, as the queue wants to know it.

use std::time::Duration;

use crate::error::StoreError;

/// The failure of one attempt of a job.
#[derive(Debug, thiserror::Error)]
#[error("{reason}")]
pub struct JobFailure {
    /// What happened, for `clerk.job.last_error`, where it is masked.
    pub reason: String,
    /// What follows.
    pub retry: Retry,
}

/// What follows the failure of an attempt while attempts are left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Retry {
    /// The job is dead: no retry will help.
    Never,
    /// Another attempt after the usual pause.
    Usual,
    /// Another attempt after the usual pause, but not before this time from now.
    After(Duration),
}

impl From<StoreError> for JobFailure {
    fn from(error: StoreError) -> Self {
        let retry = match error {
            StoreError::Database(_) | StoreError::Connection(_) | StoreError::Files(_) => {
                Retry::Usual
            }
            StoreError::NotFound | StoreError::Refused { .. } | StoreError::Fatal(_) => {
                Retry::Never
            }
        };
        Self { reason: error.to_string(), retry }
    }
}
