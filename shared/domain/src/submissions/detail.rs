//! A submission as staff read it.

use chrono::{DateTime, Utc};
use clerk_store::db::{
    Connection,
    schema::{core_issue, core_submission},
};
use diesel::{
    ExpressionMethods, OptionalExtension, QueryDsl, Queryable, Selectable, SelectableHelper,
    dsl::exists, select,
};
use diesel_async::RunQueryDsl;
use serde_json::Value;
use uuid::Uuid;

use crate::{
    access::{Account, Role, visible_to},
    error::{DomainError, Result},
};

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
