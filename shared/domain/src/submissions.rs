//! Submissions of the intake form: the answers as they came, and their way to a case.

use std::borrow::Cow;

use chrono::{DateTime, Utc};
use clerk_store::{
    db::{
        Connection,
        schema::{core_issue, core_submission},
    },
    jobs::{self, Job},
};
use diesel::{
    ExpressionMethods, OptionalExtension, QueryDsl, Queryable, Selectable, SelectableHelper,
    dsl::exists, insert_into, select,
};
use diesel_async::{AsyncConnection, RunQueryDsl};
use serde_json::Value;
use uuid::Uuid;

use crate::{
    Context,
    access::{Account, Role, visible_to},
    error::{DomainError, Result},
};

/// A submission that the public may still change.
#[derive(Clone, Debug, PartialEq)]
pub struct Submission {
    /// `core_submission.id`.
    pub id: Uuid,
    /// The answers: any JSON, in practice an object with a key for each question.
    pub answers: Value,
}

/// What happens to a submission that was handed in already.
fn already_submitted() -> DomainError {
    DomainError::Refused {
        code: "already_submitted",
        detail: Cow::Borrowed("This submission was handed in and can no longer be changed."),
    }
}

/// Refuses answers that the column cannot hold: PostgreSQL knows no NUL character.
fn check(answers: &Value) -> Result<()> {
    if has_nul(answers) {
        let detail = "The answers contain a character that cannot be stored.";
        return Err(DomainError::invalid("answers", "invalid", detail));
    }
    Ok(())
}

/// The parser of JSON caps the depth at 128, so this cannot exhaust the stack.
fn has_nul(value: &Value) -> bool {
    match value {
        Value::String(text) => text.contains('\0'),
        Value::Array(items) => items.iter().any(has_nul),
        Value::Object(map) => map.iter().any(|(key, value)| key.contains('\0') || has_nul(value)),
        Value::Null | Value::Bool(_) | Value::Number(_) => false,
    }
}

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
        Some((_, true)) => Err(already_submitted()),
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

/// A submission that became a case.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = core_submission, check_for_backend(diesel::pg::Pg))]
pub struct Processed {
    /// Key.
    pub id: Uuid,
    /// Everything that was answered: any JSON, in practice an object with a key for each question.
    pub answers: Value,
    /// When the form was begun.
    pub created_at: DateTime<Utc>,
}

/// The processed submission with this id, for somebody who may see the case made from it, and for
/// coordinators and better.
///
/// # Errors
/// [`DomainError::NotFound`] when there is none, 403 when it is not the account's to see.
pub async fn detail(conn: &mut Connection, actor: &Account, id: Uuid) -> Result<Processed> {
    let found = core_submission::table
        .find(id)
        .filter(core_submission::is_processed.eq(true))
        .select(Processed::as_select())
        .first(conn)
        .await
        .optional()?
        .ok_or(DomainError::NotFound)?;
    if actor.role.is_at_least(Role::Coordinator) {
        return Ok(found);
    }
    let cases = visible_to(actor).filter(core_issue::submission_id.eq(id));
    if select(exists(cases)).get_result(conn).await? {
        Ok(found)
    } else {
        Err(DomainError::forbidden())
    }
}

/// Stores a first set of answers.
///
/// # Errors
/// [`crate::DomainError::Invalid`] for `answers` that cannot be stored.
pub async fn create(ctx: &Context, answers: Value) -> Result<Submission> {
    check(&answers)?;
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

/// Replaces the answers, or leaves them as they are when there are no new ones. Whoever comes first
/// wins against a concurrent submit: the change is either part of what is handed in, or refused.
///
/// # Errors
/// As [`super::submissions::find_open`]; also [`DomainError::Invalid`] for `answers` that cannot be stored.
pub async fn update(ctx: &Context, id: Uuid, answers: Option<Value>) -> Result<Submission> {
    if let Some(answers) = &answers {
        check(answers)?;
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
            return Err(already_submitted());
        }
        let answers = answers.unwrap_or(old);
        diesel::update(core_submission::table.find(id))
            .set((core_submission::answers.eq(&answers), core_submission::modified_at.eq(now)))
            .execute(conn)
            .await?;
        Ok(Submission { id, answers })
    })
    .await
}

/// Marks a submission as complete and has it turned into a case. May be repeated: one that is a case
/// already stays as it is, one that failed is tried again.
///
/// # Errors
/// [`DomainError::NotFound`] when there is no submission of this id.
pub async fn submit(ctx: &Context, id: Uuid) -> Result<()> {
    let now = ctx.clock.now();
    let conn = &mut *ctx.db().await?;
    conn.transaction(async |conn| {
        let is_processed = lock(conn, id).await?;
        if is_processed.ok_or(DomainError::NotFound)? {
            return Ok(());
        }
        diesel::update(core_submission::table.find(id))
            .set((core_submission::is_complete.eq(true), core_submission::modified_at.eq(now)))
            .execute(conn)
            .await?;
        jobs::enqueue(conn, &Job::ProcessSubmission { submission: id }).await?;
        Ok(())
    })
    .await
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn nul_is_found_wherever_it_hides() {
        assert!(check(&json!({"a": [1, {"b": "ok"}]})).is_ok());
        assert!(check(&json!({"a": [1, {"b": "no\0"}]})).is_err());
        assert!(check(&json!([{"no\0": 1}])).is_err());
    }
}
