//! Two people answering at once.

use chrono::{DateTime, Utc};
use clerk_store::db::{
    Connection,
    schema::{clerk::email_thread, emails_email},
};
use diesel::{ExpressionMethods, OptionalExtension, QueryDsl};
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::{Line, group, headers_of, list::DISPLAYED};
use crate::{
    emails::EmailState,
    error::{DomainError, Result},
};

/// Refuses to send a draft whose thread has got a message from outside since it was last saved:
/// its writer may not have seen that. Saving the draft once more says that they have.
///
/// # Errors
/// [`DomainError::Invalid`] in that case.
pub async fn refuse_if_newer(conn: &mut Connection, case: Uuid, draft: i32) -> Result<()> {
    type Row = (i32, String, DateTime<Utc>, Option<DateTime<Utc>>, String);
    let rows: Vec<Row> = emails_email::table
        .filter(emails_email::issue_id.eq(case))
        .filter(emails_email::state.eq_any(DISPLAYED.map(EmailState::code)))
        .select((
            emails_email::id,
            emails_email::subject,
            emails_email::created_at,
            emails_email::processed_at,
            emails_email::state,
        ))
        .load(conn)
        .await?;
    let created_at = rows.iter().find(|(id, ..)| *id == draft).map(|row| row.2);
    let saved_at: Option<Option<DateTime<Utc>>> = email_thread::table
        .find(draft)
        .select(email_thread::saved_at)
        .first(conn)
        .await
        .optional()?;
    let Some(seen) = saved_at.flatten().max(created_at) else { return Ok(()) };
    let newer: Vec<i32> = rows
        .iter()
        // It could be seen once it had been put to its case.
        .filter(|(_, _, came_at, put_at, state)| {
            put_at.unwrap_or(*came_at) > seen && state == EmailState::Ingested.code()
        })
        .map(|(id, ..)| *id)
        .collect();
    if newer.is_empty() {
        return Ok(());
    }
    let ids: Vec<i32> = rows.iter().map(|(id, ..)| *id).collect();
    let mut headers = headers_of(conn, &ids).await?;
    let lines = rows.into_iter().map(|(id, subject, created_at, ..)| Line {
        id,
        subject,
        created_at,
        headers: headers.remove(&id),
    });
    let threads = group(lines.collect());
    let thread = threads.iter().find(|thread| thread.emails.contains(&draft));
    if thread.is_some_and(|thread| thread.emails.iter().any(|id| newer.contains(id))) {
        return Err(DomainError::invalid(
            "non_field_errors",
            "newer_message",
            "A newer message has arrived in this thread since this draft was last saved. Please \
             read it first. To send the draft as it is, save it once more and then send it.",
        ));
    }
    Ok(())
}
