//! Handing a submission in.

use clerk_store::{
    db::schema::core_submission,
    jobs::{self, Job},
};
use diesel::{ExpressionMethods, QueryDsl, update};
use diesel_async::{AsyncConnection, RunQueryDsl};
use uuid::Uuid;

use super::find;
use crate::{
    Context,
    error::{DomainError, Result},
};

/// Marks a submission as complete and has it turned into a case. May be repeated: one that is a case
/// already stays as it is, one that failed is tried again.
///
/// # Errors
/// [`DomainError::NotFound`] when there is no submission of this id.
pub async fn submit(ctx: &Context, id: Uuid) -> Result<()> {
    let now = ctx.clock.now();
    let conn = &mut *ctx.db().await?;
    conn.transaction(async |conn| {
        let is_processed = find::lock(conn, id).await?;
        if is_processed.ok_or(DomainError::NotFound)? {
            return Ok(());
        }
        update(core_submission::table.find(id))
            .set((core_submission::is_complete.eq(true), core_submission::modified_at.eq(now)))
            .execute(conn)
            .await?;
        jobs::enqueue(conn, &Job::ProcessSubmission { submission: id }).await?;
        Ok(())
    })
    .await
}
