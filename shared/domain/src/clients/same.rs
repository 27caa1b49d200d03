//! When two people are the same client.

use clerk_store::db::{Connection, lock, schema::core_client, sql::lower};
use diesel::{ExpressionMethods, QueryDsl};
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use crate::error::Result;

/// The clients with this email address, capital letters making no difference. One who has it exactly
/// comes first, then the oldest: old rows share some addresses.
///
/// Nobody else looks for this address before the end of the transaction. The table has no unique
/// index, so without that two people who add a client at the same time would make two of them.
pub async fn with_email(conn: &mut Connection, email: &str) -> Result<Vec<Uuid>> {
    lock::take(conn, lock::CLIENT, &email.to_lowercase()).await?;
    Ok(core_client::table
        .filter(lower(core_client::email).eq(lower(email)))
        .order((core_client::email.eq(email).desc(), core_client::created_at, core_client::id))
        .select(core_client::id)
        .load(conn)
        .await?)
}
