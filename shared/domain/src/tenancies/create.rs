//! Adding a tenancy.

use chrono::{DateTime, Utc};
use clerk_store::db::{Connection, schema::core_tenancy};
use diesel::{ExpressionMethods, insert_into};
use diesel_async::RunQueryDsl;

use super::NewTenancy;
use crate::error::Result;

/// Adds a tenancy and returns its key. For callers who have checked that its parties exist.
pub async fn create(conn: &mut Connection, new: NewTenancy, now: DateTime<Utc>) -> Result<i32> {
    let id = insert_into(core_tenancy::table)
        .values((core_tenancy::created_at.eq(now), core_tenancy::modified_at.eq(now), new))
        .returning(core_tenancy::id)
        .get_result(conn)
        .await?;
    Ok(id)
}
