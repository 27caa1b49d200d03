//! The emails of a case, in threads.

use std::collections::HashMap;

use clerk_store::db::{Connection, schema::emails_email};
use diesel::{ExpressionMethods, QueryDsl, SelectableHelper};
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::{Line, Thread};
use crate::{
    access::{self, Account},
    emails::{
        Email, EmailState,
        email::{EmailRow, assemble},
        rendering::html,
        threads,
    },
    error::{DomainError, Result},
};

/// The states in which an email is part of its thread. One that waits to be sent is not.
pub(super) const DISPLAYED: [EmailState; 5] = [
    EmailState::Draft,
    EmailState::Sent,
    EmailState::Ingested,
    EmailState::Delivered,
    EmailState::DeliveryFailure,
];

/// A thread with its emails.
#[derive(Clone, Debug)]
pub struct FullThread {
    /// What ties them together.
    pub thread: Thread,
    /// Newest first, with their HTML made fit for showing.
    pub emails: Vec<Email>,
}

/// The threads of a case for a person who may see it, the one with the latest email first; with a
/// `slug` only the thread of that name. Twelve statements at most.
///
/// # Errors
/// As [`access::case`]; also [`DomainError::NotFound`] when there is no thread of that name.
pub async fn list(
    conn: &mut Connection,
    actor: &Account,
    case: Uuid,
    slug: Option<&str>,
) -> Result<Vec<FullThread>> {
    let case = access::case(conn, actor, case).await?;
    let rows: Vec<EmailRow> = emails_email::table
        .filter(emails_email::issue_id.eq(case.id))
        .filter(emails_email::state.eq_any(DISPLAYED.map(EmailState::code)))
        .select(EmailRow::as_select())
        .load(conn)
        .await?;
    let ids: Vec<i32> = rows.iter().map(|row| row.id).collect();
    let mut headers = threads::headers_of(conn, &ids).await?;
    let lines = rows.iter().map(|row| Line {
        id: row.id,
        subject: row.subject.clone(),
        created_at: row.created_at,
        headers: headers.remove(&row.id),
    });
    let mut threads = threads::group(lines.collect());
    if let Some(slug) = slug {
        threads.retain(|thread| thread.slug == slug);
        if threads.is_empty() {
            return Err(DomainError::NotFound);
        }
    }
    let wanted: Vec<i32> =
        threads.iter().flat_map(|thread| thread.emails.iter().copied()).collect();
    let rows = rows.into_iter().filter(|row| wanted.contains(&row.id)).collect();
    let html = html::for_display(conn, &wanted).await?;
    let emails = assemble(conn, rows, html).await?;
    let mut emails: HashMap<i32, Email> =
        emails.into_iter().map(|email| (email.row.id, email)).collect();
    Ok(threads
        .into_iter()
        .map(|thread| FullThread {
            emails: thread.emails.iter().filter_map(|id| emails.remove(id)).collect(),
            thread,
        })
        .collect())
}
