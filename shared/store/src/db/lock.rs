//! Locks on things that have no row yet, held to the end of the transaction.

use diesel::{
    sql_query,
    sql_types::{Integer, Text},
};
use diesel_async::RunQueryDsl;

use super::Connection;
use crate::error::Result;

/// Locks on clients, by their email address.
pub const CLIENT: i32 = 0x434c_0001;
/// Locks on the numbers of file references, by their letter. Taken after the client's.
pub const FILEREF: i32 = 0x434c_0002;

/// Waits until nobody else holds this lock of this class. Two names may share a lock.
///
/// # Errors
/// Fails when the database does.
pub async fn take(conn: &mut Connection, class: i32, name: &str) -> Result<()> {
    sql_query("SELECT pg_advisory_xact_lock($1, hashtext($2))")
        .bind::<Integer, _>(class)
        .bind::<Text, _>(name)
        .execute(conn)
        .await?;
    Ok(())
}
