//! When somebody's Microsoft account can be used: Microsoft takes a while to show a new account
//! everywhere, and a folder cannot be shared with one that does not show.

use chrono::{DateTime, TimeDelta, Utc};
use clerk_store::db::schema::auth_user;
use diesel::{ExpressionMethods, dsl::LtEq};

/// How old a Microsoft account has to be.
const DELAY: TimeDelta = TimeDelta::minutes(15);

/// Whether a Microsoft account made at `created_at` can be used. Of the original's three places two
/// said "less than" and the one that decides about assignments said "less or equal"; the latter
/// counts.
#[must_use]
pub fn has_usable_microsoft_account(created_at: Option<DateTime<Utc>>, now: DateTime<Utc>) -> bool {
    created_at.is_some_and(|at| at <= now - DELAY)
}

/// The same as a condition on `auth_user`.
#[must_use]
pub fn with_usable_microsoft_account(
    now: DateTime<Utc>,
) -> LtEq<auth_user::ms_account_created_at, DateTime<Utc>> {
    auth_user::ms_account_created_at.le(now - DELAY)
}
