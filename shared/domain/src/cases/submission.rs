//! The intake form that a case came from.

use chrono::{DateTime, Utc};
use clerk_store::db::{Connection, schema::core_submission};
use diesel::{ExpressionMethods, OptionalExtension, QueryDsl, SelectableHelper};
use diesel_async::RunQueryDsl;
use serde_json::Value;

use crate::{access::CaseRow, error::Result};

/// A submitted form.
#[derive(Clone, Debug, diesel::Queryable, diesel::Selectable)]
#[diesel(table_name = core_submission, check_for_backend(diesel::pg::Pg))]
pub struct Submission {
    /// When the form was begun.
    pub created_at: DateTime<Utc>,
    /// Everything that was answered, by question.
    pub answers: Value,
}

/// The processed submission that a case came from, if it came from one. For callers who have
/// checked access to the case.
pub async fn submission(conn: &mut Connection, case: &CaseRow) -> Result<Option<Submission>> {
    let Some(id) = case.submission_id else { return Ok(None) };
    Ok(core_submission::table
        .filter(core_submission::id.eq(id))
        .filter(core_submission::is_processed.eq(true))
        .select(Submission::as_select())
        .first(conn)
        .await
        .optional()?)
}
