//! Writes an email of ours: a draft, or one that the system sends.

use chrono::{DateTime, Utc};
use clerk_store::db::{Connection, schema::emails_email};
use diesel::{ExpressionMethods, insert_into};
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::{
    email::EmailState,
    state_changes::{StateChange, after_state_change},
    threads::{Outgoing, record_outgoing, thread_name},
};
use crate::error::Result;

/// An email to write.
#[derive(Clone, Debug)]
pub struct NewEmail {
    /// The case that it belongs to.
    pub case: Option<Uuid>,
    /// The account of the person who wrote it, none for one that the system wrote.
    pub sender: Option<i32>,
    /// The state to begin in.
    pub state: EmailState,
    /// Who it is from, with or without a display name.
    pub from: String,
    /// The recipient.
    pub to: String,
    /// Who gets a copy.
    pub cc: Vec<String>,
    /// The subject, at most 1,024 characters.
    pub subject: String,
    /// The plain text.
    pub text: String,
    /// The HTML version, empty for none.
    pub html: String,
}

/// Writes an email of ours and sets off what its state calls for. Returns its id.
pub async fn create(conn: &mut Connection, new: NewEmail, now: DateTime<Utc>) -> Result<i32> {
    let email: i32 = insert_into(emails_email::table)
        .values((
            emails_email::issue_id.eq(new.case),
            emails_email::sender_id.eq(new.sender),
            emails_email::state.eq(new.state.code()),
            emails_email::from_address.eq(&new.from),
            emails_email::to_address.eq(&new.to),
            emails_email::cc_addresses.eq(new.cc),
            emails_email::thread_name.eq(thread_name(&new.subject)),
            emails_email::subject.eq(&new.subject),
            emails_email::text.eq(new.text),
            emails_email::html.eq(new.html),
            emails_email::created_at.eq(now),
            emails_email::is_alert_sent.eq(false),
            emails_email::sendgrid_id.eq(""),
        ))
        .returning(emails_email::id)
        .get_result(conn)
        .await?;
    let outgoing = Outgoing {
        id: email,
        case: new.case,
        from: &new.from,
        to: &new.to,
        subject: &new.subject,
        created_at: now,
    };
    record_outgoing(conn, outgoing, new.sender.map(|_| now)).await?;
    let change = StateChange { email, state: new.state, is_alert_sent: false };
    after_state_change(conn, change).await?;
    Ok(email)
}
