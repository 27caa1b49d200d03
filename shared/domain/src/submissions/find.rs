//! Looking a submission up.

use clerk_store::db::{Connection, schema::core_submission};
use diesel::{OptionalExtension, QueryDsl};
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::{Submission, model};
use crate::{
    Context,
    error::{DomainError, Result},
};

/// A submission that has not been handed in.
///
/// # Errors
/// [`DomainError::NotFound`] when there is none of this id, [`DomainError::Refused`] with the code
/// `already_submitted` when it was handed in.
pub async fn find_open(ctx: &Context, id: Uuid) -> Result<Submission> {
    let row = core_submission::table
        .find(id)
        .select((core_submission::answers, core_submission::is_complete))
        .first(&mut *ctx.db().await?)
        .await
        .optional()?;
    match row {
        None => Err(DomainError::NotFound),
        Some((_, true)) => Err(model::already_submitted()),
        Some((answers, false)) => Ok(Submission { id, answers }),
    }
}

/// Locks a submission to the end of the caller's transaction, and tells whether it is a case already;
/// nothing when there is none of this id.
pub async fn lock(conn: &mut Connection, id: Uuid) -> Result<Option<bool>> {
    let is_processed = core_submission::table
        .find(id)
        .select(core_submission::is_processed)
        .for_update()
        .first(conn)
        .await
        .optional()?;
    Ok(is_processed)
}
