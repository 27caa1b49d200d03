//! Advisory locks: on things that have no row yet. Every number is here, so that no two are the same.

use diesel::{
    sql_query,
    sql_types::{BigInt, Integer, Text},
};
use diesel_async::RunQueryDsl;

use super::Connection;
use crate::error::Result;

/// Held by the session that migrates, so that several programs can start at once.
pub(super) const MIGRATION: i64 = 0x0063_6c65_726b;
/// On the tray of messages that fit no case: one message at a time is put into it, so that of two
/// posts of the same message one is the first.
pub const TRAY: i64 = 2_026_000_611;

/// Locks on clients, by their email address.
pub const CLIENT: i32 = 0x434c_0001;
/// Locks on the numbers of file references, by their letter. Taken after the client's.
pub const FILEREF: i32 = 0x434c_0002;

/// Waits until no other transaction holds this lock of this class, and holds it to the end of this
/// one. Two names may share a lock.
pub async fn take(conn: &mut Connection, class: i32, name: &str) -> Result<()> {
    sql_query("SELECT pg_advisory_xact_lock($1, hashtext($2))")
        .bind::<Integer, _>(class)
        .bind::<Text, _>(name)
        .execute(conn)
        .await?;
    Ok(())
}

/// As [`take`], for a lock that is one for all.
pub async fn take_one(conn: &mut Connection, number: i64) -> Result<()> {
    sql_query("SELECT pg_advisory_xact_lock($1)").bind::<BigInt, _>(number).execute(conn).await?;
    Ok(())
}
