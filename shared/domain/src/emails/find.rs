//! One email of a case.

use std::collections::HashMap;

use clerk_store::db::{Connection, schema::emails_email};
use diesel::{ExpressionMethods, OptionalExtension, QueryDsl, SelectableHelper};
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::{
    Email,
    email::{EmailRow, assemble},
};
use crate::{
    access,
    access::Account,
    error::{DomainError, Result},
};

/// An email of a case, with its HTML as it is stored, for somebody who may see the case.
///
/// # Errors
/// As [`access::case`]; also [`DomainError::NotFound`] when the case has no such email.
pub async fn find(
    conn: &mut Connection,
    account: &Account,
    case: Uuid,
    email: i32,
) -> Result<Email> {
    let case = access::case(conn, account, case).await?;
    read(conn, case.id, email).await
}

/// The same for callers who have checked access to the case.
pub(super) async fn read(conn: &mut Connection, case: Uuid, email: i32) -> Result<Email> {
    let row: Option<(EmailRow, String)> = emails_email::table
        .filter(emails_email::id.eq(email))
        .filter(emails_email::issue_id.eq(case))
        .select((EmailRow::as_select(), emails_email::html))
        .first(conn)
        .await
        .optional()?;
    let (row, html) = row.ok_or(DomainError::NotFound)?;
    let html = HashMap::from([(row.id, html)]);
    assemble(conn, vec![row], html).await?.pop().ok_or(DomainError::NotFound)
}
