//! The events of an email.

use clerk_store::db::{
    Connection,
    schema::{clerk::email_event, emails_email},
};
use diesel::{ExpressionMethods, QueryDsl, SelectableHelper, dsl::exists, select};
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::Event;
use crate::{
    access,
    access::Account,
    error::{DomainError, Result},
};

/// What the mail provider has told about an email of a case, the latest first.
///
/// # Errors
/// As [`access::case`]; [`DomainError::NotFound`] when the case has no such email.
pub async fn list(
    conn: &mut Connection,
    account: &Account,
    case: Uuid,
    email: i32,
) -> Result<Vec<Event>> {
    access::case(conn, account, case).await?;
    let of_case = emails_email::table.find(email).filter(emails_email::issue_id.eq(case));
    if !select(exists(of_case)).get_result::<bool>(conn).await? {
        return Err(DomainError::NotFound);
    }
    Ok(email_event::table
        .filter(email_event::email_id.eq(email))
        .order((email_event::at.desc(), email_event::id.desc()))
        .select(Event::as_select())
        .load(conn)
        .await?)
}
