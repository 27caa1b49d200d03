//! How busy an account is, on the wire.

use chrono::{DateTime, Utc};
use clerk_domain::accounts;
use serde::Serialize;

use super::{drf::date, user::User};

/// An account with the number of its cases.
#[derive(Debug, Serialize)]
#[expect(missing_docs, reason = "the fields are those of the page's context")]
pub struct Workload {
    #[serde(flatten)]
    pub user: User,
    pub latest_issue_created_at: Option<String>,
    pub total_cases: i64,
    pub open_cases: i64,
    pub open_repairs: i64,
    pub open_bonds: i64,
    pub open_eviction: i64,
    pub capacity: i64,
}

impl Workload {
    /// A workload as of now.
    #[must_use]
    pub fn new(it: &accounts::Workload, now: DateTime<Utc>) -> Self {
        Self {
            user: User::new(&it.profile, now),
            latest_issue_created_at: it.cases.latest_created_at.map(date::short_day),
            total_cases: it.cases.total,
            open_cases: it.cases.open,
            open_repairs: it.cases.repairs,
            open_bonds: it.cases.bonds,
            open_eviction: it.cases.eviction,
            capacity: it.capacity,
        }
    }
}
