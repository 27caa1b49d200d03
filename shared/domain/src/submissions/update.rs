//! Changing the answers of a submission.

use clerk_store::db::schema::core_submission;
use diesel::{ExpressionMethods, OptionalExtension, QueryDsl, update as set};
use diesel_async::{AsyncConnection, RunQueryDsl};
use serde_json::Value;
use uuid::Uuid;

use super::{Submission, model};
use crate::{
    Context,
    error::{DomainError, Result},
};

/// Replaces the answers, or leaves them as they are when there are no new ones. Whoever comes first
/// wins against a concurrent submit: the change is either part of what is handed in, or refused.
///
/// # Errors
/// As [`super::find_open`]; also [`DomainError::Invalid`] for `answers` that cannot be stored.
pub async fn update(ctx: &Context, id: Uuid, answers: Option<Value>) -> Result<Submission> {
    if let Some(answers) = &answers {
        model::check(answers)?;
    }
    let now = ctx.clock.now();
    let conn = &mut *ctx.db().await?;
    conn.transaction(async |conn| {
        let row: Option<(Value, bool)> = core_submission::table
            .find(id)
            .select((core_submission::answers, core_submission::is_complete))
            .for_update()
            .first(conn)
            .await
            .optional()?;
        let (old, is_complete) = row.ok_or(DomainError::NotFound)?;
        if is_complete {
            return Err(model::already_submitted());
        }
        let answers = answers.unwrap_or(old);
        set(core_submission::table.find(id))
            .set((core_submission::answers.eq(&answers), core_submission::modified_at.eq(now)))
            .execute(conn)
            .await?;
        Ok(Submission { id, answers })
    })
    .await
}
