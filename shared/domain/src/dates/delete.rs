//! Deleting a critical date.

use chrono::{DateTime, Utc};
use clerk_store::db::{Connection, schema::core_issuedate};
use diesel::QueryDsl;
use diesel_async::{AsyncConnection, RunQueryDsl};

use super::{find, log};
use crate::{access::Account, error::Result};

/// Deletes a date and records it. What was recorded before stays in the timeline.
///
/// # Errors
/// As [`super::find`].
pub async fn delete(
    conn: &mut Connection,
    account: &Account,
    id: i32,
    now: DateTime<Utc>,
) -> Result<()> {
    conn.transaction(async |conn| {
        let (row, _) = find::locked(conn, account, id).await?;
        diesel::delete(core_issuedate::table.find(id)).execute(conn).await?;
        log::record(conn, account, Some(&row), None, now).await
    })
    .await
}
