//! Starting a submission.

use clerk_store::db::schema::core_submission;
use diesel::{ExpressionMethods, insert_into};
use diesel_async::RunQueryDsl;
use serde_json::Value;
use uuid::Uuid;

use super::{Submission, model};
use crate::{Context, error::Result};

/// Stores a first set of answers.
///
/// # Errors
/// [`crate::DomainError::Invalid`] for `answers` that cannot be stored.
pub async fn create(ctx: &Context, answers: Value) -> Result<Submission> {
    model::check(&answers)?;
    let id = Uuid::new_v4();
    let now = ctx.clock.now();
    insert_into(core_submission::table)
        .values((
            core_submission::id.eq(id),
            core_submission::created_at.eq(now),
            core_submission::modified_at.eq(now),
            core_submission::answers.eq(&answers),
            core_submission::is_complete.eq(false),
            core_submission::is_processed.eq(false),
            core_submission::is_reminder_sent.eq(false),
        ))
        .execute(&mut *ctx.db().await?)
        .await?;
    Ok(Submission { id, answers })
}
