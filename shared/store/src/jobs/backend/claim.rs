//! What a worker holds while it has a job.

use std::{
    collections::HashSet,
    sync::{Arc, Mutex, PoisonError},
};

use diesel::{
    QueryableByName,
    sql_types::{BigInt, Integer, Jsonb, Nullable},
};
use serde_json::Value;
use uuid::Uuid;

use crate::{
    error::{Result, StoreError},
    jobs::Job,
};

/// A job fetched for a worker.
#[derive(QueryableByName)]
pub(super) struct Fetched {
    #[diesel(sql_type = BigInt)]
    pub id: i64,
    #[diesel(sql_type = Jsonb)]
    pub payload: Value,
    #[diesel(sql_type = Integer)]
    pub attempts: i32,
    #[diesel(sql_type = Integer)]
    pub max_attempts: i32,
    #[diesel(sql_type = Nullable<diesel::sql_types::Uuid>)]
    pub origin: Option<Uuid>,
}

/// A job in the hands of a worker. While a copy of it exists, the worker counts as knowing the job.
#[derive(Clone, Debug)]
pub struct Claim {
    /// `clerk.job.id`.
    pub id: i64,
    /// Which attempt this is, from 1.
    pub attempt: i32,
    /// How many there may be.
    pub max_attempts: i32,
    /// The job as it is stored.
    pub payload: Value,
    /// The request that it goes back to.
    pub origin: Option<Uuid>,
    _hold: Arc<Hold>,
}

impl Claim {
    pub(super) fn new(held: &Held, job: Fetched) -> Self {
        let attempt = job.attempts + 1;
        let _hold = Arc::new(held.take(job.id, attempt));
        Self {
            id: job.id,
            attempt,
            max_attempts: job.max_attempts,
            payload: job.payload,
            origin: job.origin,
            _hold,
        }
    }

    /// The job's name for logs.
    #[must_use]
    pub fn name(&self) -> &str {
        self.payload["job"].as_str().unwrap_or("unknown")
    }

    /// The job.
    ///
    /// # Errors
    /// [`StoreError::Fatal`] when this version knows no such job.
    pub fn job(&self) -> Result<Job> {
        serde_json::from_value(self.payload.clone())
            .map_err(|error| StoreError::Fatal(format!("not a known job: {error}")))
    }
}

/// The jobs, with their attempts, that a worker knows it holds.
#[derive(Clone, Debug, Default)]
pub(super) struct Held(Arc<Mutex<HashSet<(i64, i32)>>>);

impl Held {
    fn take(&self, id: i64, attempt: i32) -> Hold {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert((id, attempt));
        Hold { held: self.clone(), key: (id, attempt) }
    }

    pub(super) fn ids(&self) -> Vec<i64> {
        let held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        held.iter().map(|&(id, _)| id).collect()
    }
}

#[derive(Debug)]
struct Hold {
    held: Held,
    key: (i64, i32),
}

impl Drop for Hold {
    fn drop(&mut self) {
        self.held.0.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.key);
    }
}
