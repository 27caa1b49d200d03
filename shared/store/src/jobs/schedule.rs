//! Jobs of the timetable.

use chrono::{DateTime, Utc};
use diesel::{ExpressionMethods, QueryDsl, insert_into};
use diesel_async::{AsyncConnection, RunQueryDsl};

use super::{Job, queue};
use crate::{
    db::{Connection, schema::clerk::schedule},
    error::Result,
};

/// Enqueues the job of a timetable entry unless a worker has done so for this slot. An entry that is
/// new to the database begins with its next slot: the present one was done by the program that kept
/// the timetable before. Returns whether the job was enqueued.
pub async fn claim_slot(
    conn: &mut Connection,
    name: &str,
    slot: DateTime<Utc>,
    job: &Job,
) -> Result<bool> {
    conn.transaction(async |conn| {
        let is_new = insert_into(schedule::table)
            .values((schedule::name.eq(name), schedule::last_slot.eq(slot)))
            .on_conflict_do_nothing()
            .execute(conn)
            .await?;
        let advanced = diesel::update(schedule::table.find(name))
            .filter(schedule::last_slot.lt(slot))
            .set(schedule::last_slot.eq(slot))
            .execute(conn)
            .await?;
        let is_ours = is_new == 0 && advanced == 1;
        if is_ours {
            let key = format!("{name}:{}", slot.to_rfc3339());
            queue::enqueue_keyed(conn, job, Some(key)).await?;
        }
        Ok(is_ours)
    })
    .await
}
