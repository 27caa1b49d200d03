//! Keeping what ties an email to others.

use std::{collections::HashMap, sync::LazyLock};

use chrono::{DateTime, Utc};
use clerk_store::db::{
    Connection,
    schema::{clerk::email_thread, emails_email},
};
use diesel::{ExpressionMethods, OptionalExtension, QueryDsl, insert_into, upsert::excluded};
use diesel_async::RunQueryDsl;
use regex::Regex;
use serde_json::Value;
use uuid::Uuid;

use super::Headers;
use crate::{
    emails::{EmailState, address::bare, threads::thread_name},
    error::Result,
};

/// How many earlier emails of a thread are looked at for the one that is answered.
const LOOK_BACK: i64 = 30;

static REPLY: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"(?i)^\s*re\s*:").ok());

/// An email that we write.
#[derive(Clone, Copy, Debug)]
pub struct Outgoing<'a> {
    /// `emails_email.id`.
    pub id: i32,
    /// Its case.
    pub case: Option<Uuid>,
    /// Who it is from.
    pub from: &'a str,
    /// Whom it is for.
    pub to: &'a str,
    /// Its subject.
    pub subject: &'a str,
    /// When it was begun.
    pub created_at: DateTime<Utc>,
}

/// Keeps what the headers of an email say, replacing what was kept before. Whoever stores an email
/// that came in calls this, in the same transaction.
pub async fn record(conn: &mut Connection, email: i32, headers: &Headers) -> Result<()> {
    write(conn, email, headers, None).await
}

/// Finds what an email of ours answers, and keeps that with the message id that it will go out with.
/// `saved_at` is when a person last saved it.
pub async fn record_outgoing(
    conn: &mut Connection,
    email: Outgoing<'_>,
    saved_at: Option<DateTime<Utc>>,
) -> Result<()> {
    let answered = answered(conn, email).await?;
    let headers = Headers {
        message_id: Some(message_id(email)),
        ..answered.as_ref().map(Headers::answer).unwrap_or_default()
    };
    write(conn, email.id, &headers, saved_at).await
}

/// What is kept of emails, by their ids.
pub async fn headers_of(conn: &mut Connection, emails: &[i32]) -> Result<HashMap<i32, Headers>> {
    type Row = (i32, Option<String>, Option<String>, Vec<String>);
    let rows: Vec<Row> = email_thread::table
        .filter(email_thread::email_id.eq_any(emails))
        .select((
            email_thread::email_id,
            email_thread::message_id,
            email_thread::in_reply_to,
            email_thread::thread_references,
        ))
        .load(conn)
        .await?;
    Ok(rows
        .into_iter()
        .map(|(id, message_id, in_reply_to, references)| {
            (id, Headers { message_id, in_reply_to, references })
        })
        .collect())
}

fn message_id(email: Outgoing<'_>) -> String {
    let domain = bare(email.from).rsplit('@').next().unwrap_or_default();
    format!("{}.{}@{domain}", email.id, email.created_at.timestamp_micros())
}

async fn write(
    conn: &mut Connection,
    email: i32,
    headers: &Headers,
    saved_at: Option<DateTime<Utc>>,
) -> Result<()> {
    insert_into(email_thread::table)
        .values((
            email_thread::email_id.eq(email),
            email_thread::message_id.eq(&headers.message_id),
            email_thread::in_reply_to.eq(&headers.in_reply_to),
            email_thread::thread_references.eq(&headers.references),
            email_thread::saved_at.eq(saved_at),
        ))
        .on_conflict(email_thread::email_id)
        .do_update()
        .set((
            email_thread::message_id.eq(excluded(email_thread::message_id)),
            email_thread::in_reply_to.eq(excluded(email_thread::in_reply_to)),
            email_thread::thread_references.eq(excluded(email_thread::thread_references)),
            email_thread::saved_at.eq(excluded(email_thread::saved_at)),
        ))
        .execute(conn)
        .await?;
    Ok(())
}

/// The headers of the email that one of ours answers: the latest of its thread that its recipient
/// wrote or, when its subject says that it is an answer, the latest of all.
async fn answered(conn: &mut Connection, email: Outgoing<'_>) -> Result<Option<Headers>> {
    let Some(case) = email.case else { return Ok(None) };
    let states = [
        EmailState::Sent,
        EmailState::Delivered,
        EmailState::DeliveryFailure,
        EmailState::Ingested,
    ];
    let earlier: Vec<(i32, String, String)> = emails_email::table
        .filter(emails_email::issue_id.eq(case))
        .filter(emails_email::thread_name.eq(thread_name(email.subject)))
        .filter(emails_email::state.eq_any(states.map(EmailState::code)))
        .filter(emails_email::id.ne(email.id))
        .order((emails_email::created_at.desc(), emails_email::id.desc()))
        .limit(LOOK_BACK)
        .select((emails_email::id, emails_email::from_address, emails_email::state))
        .load(conn)
        .await?;
    let is_theirs =
        |(_, from, _): &&(i32, String, String)| bare(from).eq_ignore_ascii_case(bare(email.to));
    let is_reply = REPLY.as_ref().is_some_and(|reply| reply.is_match(email.subject));
    let theirs = earlier.iter().find(is_theirs);
    let candidates: Vec<_> = match theirs {
        Some(theirs) => vec![theirs],
        None if is_reply => earlier.iter().collect(),
        None => return Ok(None),
    };
    let ids: Vec<i32> = candidates.iter().map(|(id, ..)| *id).collect();
    let mut known = headers_of(conn, &ids).await?;
    for (id, _, state) in candidates {
        if let Some(headers) = known.remove(id).filter(|headers| headers.message_id.is_some()) {
            return Ok(Some(headers));
        }
        // Mail from before we kept headers still has them.
        if *state == EmailState::Ingested.code() {
            let received: Option<Option<Value>> = emails_email::table
                .find(id)
                .select(emails_email::received_data)
                .first(conn)
                .await
                .optional()?;
            let headers = received.flatten().map(|data| Headers::of_received(&data));
            return Ok(headers.filter(|headers| headers.message_id.is_some()));
        }
    }
    Ok(None)
}
