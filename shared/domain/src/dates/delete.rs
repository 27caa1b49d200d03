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
    actor: &Account,
    id: i32,
    now: DateTime<Utc>,
) -> Result<()> {
    conn.transaction(async |conn| {
        let (row, _) = find::locked(conn, actor, id).await?;
        diesel::delete(core_issuedate::table.find(id)).execute(conn).await?;
        log::record(conn, actor, Some(&row), None, now).await
    })
    .await
}
