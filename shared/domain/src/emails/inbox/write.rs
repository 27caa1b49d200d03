//! The rows of an email that has come in.

use chrono::{DateTime, Utc};
use clerk_base::{config::MailConfig, text::cut};
use clerk_store::db::{
    Connection,
    schema::{
        clerk::{email_attachment_cid, inbound_message},
        emails_email, emails_emailattachment,
    },
};
use diesel::{
    ExpressionMethods, OptionalExtension, QueryDsl, insert_into, update, upsert::on_constraint,
};
use diesel_async::{AsyncConnection, RunQueryDsl};
use serde_json::Value;
use uuid::Uuid;

use super::{InboundState, Ingestion, Kind, Message, StoredFile, addresses, route::domains};
use crate::{
    emails::{
        EmailState, StateChange, after_state_change,
        attachment::{self, NewAttachment},
        case_address,
        threads::{self, Headers, thread_name},
    },
    error::{DomainError, Result},
    journal::{EmailNote, add_email},
};

/// Widths of the columns, in characters.
const MAX_ADDRESS: usize = 254;
const MAX_SUBJECT: usize = 1024;

/// States in which the original left what it could not put to a case.
pub(super) const UNFINISHED: [EmailState; 3] =
    [EmailState::Saving, EmailState::Received, EmailState::IngestFailure];

/// An email to be written.
#[derive(Clone, Copy, Debug)]
pub struct InboundEmail<'a> {
    /// The message.
    pub message: &'a Message,
    /// The digest of its fields.
    pub hash: &'a str,
    /// Where it belongs.
    pub case: Uuid,
    /// What kind of message it is.
    pub kind: Kind,
    /// Its files.
    pub files: &'a [StoredFile],
}

/// Writes the email of a stored message, its attachments, the note on the case's timeline and the job
/// that alerts its paralegal, and marks the message: all rows or none.
pub async fn write(
    conn: &mut Connection,
    id: Uuid,
    email: InboundEmail<'_>,
    mail: &MailConfig,
    now: DateTime<Utc>,
) -> Result<Ingestion> {
    conn.transaction(async |conn| write_in(conn, id, email, mail, now).await).await
}

async fn write_in(
    conn: &mut Connection,
    id: Uuid,
    email: InboundEmail<'_>,
    mail: &MailConfig,
    now: DateTime<Utc>,
) -> Result<Ingestion> {
    let Some(received_at) = lock(conn, id).await? else { return Ok(Ingestion::Nothing) };
    let (new, is_quiet) = (fields(email, mail, now)?, email.kind == Kind::AutoReply);
    let written: Option<i32> = insert_into(emails_email::table)
        .values((
            new,
            emails_email::created_at.eq(received_at),
            emails_email::received_data_hash.eq(email.hash),
            emails_email::is_alert_sent.eq(is_quiet),
            emails_email::sendgrid_id.eq(""),
        ))
        .on_conflict(on_constraint("emails_email_received_data_hash_05da99b8_uniq"))
        .do_nothing()
        .returning(emails_email::id)
        .get_result(conn)
        .await
        .optional()?;
    let row = match written {
        Some(row) => row,
        None => match adopt(conn, email, mail, now).await? {
            Known::Done(known) => {
                mark(conn, id, InboundState::Duplicate, known, email.hash).await?;
                return Ok(Ingestion::Duplicate(known));
            }
            Known::Begun { row, has_attachments } => {
                if !has_attachments {
                    write_attachments(conn, row, received_at, email.files).await?;
                }
                follow(conn, row, email, is_quiet, now).await?;
                mark(conn, id, InboundState::Ingested, Some(row), email.hash).await?;
                return Ok(Ingestion::Email(row));
            }
        },
    };
    write_attachments(conn, row, received_at, email.files).await?;
    follow(conn, row, email, is_quiet, now).await?;
    mark(conn, id, InboundState::Ingested, Some(row), email.hash).await?;
    Ok(Ingestion::Email(row))
}

/// What is known of a message whose digest is in the database.
enum Known {
    /// It is an email of a case.
    Done(Option<i32>),
    /// The original had begun with it and not come to an end.
    Begun { row: i32, has_attachments: bool },
}

/// Takes over a row that the original left unfinished.
async fn adopt(
    conn: &mut Connection,
    email: InboundEmail<'_>,
    mail: &MailConfig,
    now: DateTime<Utc>,
) -> Result<Known> {
    let known: Option<(i32, String)> = emails_email::table
        .filter(emails_email::received_data_hash.eq(email.hash))
        .select((emails_email::id, emails_email::state))
        .for_update()
        .first(conn)
        .await
        .optional()?;
    let Some((row, state)) = known else { return Ok(Known::Done(None)) };
    if !UNFINISHED.iter().any(|unfinished| unfinished.code() == state) {
        return Ok(Known::Done(Some(row)));
    }
    update(emails_email::table.find(row)).set(fields(email, mail, now)?).execute(conn).await?;
    let attachments = emails_emailattachment::table
        .filter(emails_emailattachment::email_id.eq(row))
        .count()
        .get_result::<i64>(conn)
        .await?;
    Ok(Known::Begun { row, has_attachments: attachments > 0 })
}

/// What follows when an email has come to its case: its thread, the note, the alert.
pub(super) async fn follow(
    conn: &mut Connection,
    row: i32,
    email: InboundEmail<'_>,
    is_quiet: bool,
    now: DateTime<Utc>,
) -> Result<()> {
    threads::record(conn, row, &Headers::parse(email.message.field("headers"))).await?;
    let came_at: DateTime<Utc> =
        emails_email::table.find(row).select(emails_email::created_at).first(conn).await?;
    add_email(conn, email.case, EmailNote::Received(row), came_at, now).await?;
    let change = StateChange { email: row, state: EmailState::Ingested, is_alert_sent: is_quiet };
    after_state_change(conn, change).await
}

/// Locks a stored message that still has to be ingested: when it came.
async fn lock(conn: &mut Connection, id: Uuid) -> Result<Option<DateTime<Utc>>> {
    Ok(inbound_message::table
        .find(id)
        .filter(inbound_message::state.eq(InboundState::Received.code()))
        .select(inbound_message::received_at)
        .for_update()
        .first(conn)
        .await
        .optional()?)
}

/// The columns of `emails_email` that come out of the message.
#[derive(diesel::Insertable, diesel::AsChangeset)]
#[diesel(table_name = emails_email)]
pub(super) struct Fields {
    issue_id: Option<Uuid>,
    state: &'static str,
    from_address: String,
    to_address: String,
    cc_addresses: Vec<String>,
    subject: String,
    thread_name: String,
    text: String,
    html: String,
    processed_at: Option<DateTime<Utc>>,
    received_data: Option<Value>,
}

pub(super) fn fields(
    email: InboundEmail<'_>,
    mail: &MailConfig,
    now: DateTime<Utc>,
) -> Result<Fields> {
    let message = email.message;
    let subject = cut(message.field("subject"), MAX_SUBJECT);
    let to = case_address(email.case, &mail.domain);
    let fatal = |error: serde_json::Error| DomainError::Fatal(error.to_string());
    Ok(Fields {
        issue_id: Some(email.case),
        state: EmailState::Ingested.code(),
        from_address: cut(&message.sender(), MAX_ADDRESS).to_owned(),
        cc_addresses: copies(message, &to, &domains(mail)),
        to_address: to,
        thread_name: cut(&thread_name(subject), MAX_SUBJECT).to_owned(),
        subject: subject.to_owned(),
        text: message.field("text").to_owned(),
        html: message.field("html").to_owned(),
        processed_at: Some(now),
        received_data: Some(serde_json::to_value(&message.fields).map_err(fatal)?),
    })
}

/// Who else got it: first the copies, then the other recipients, as the original had it. Those of
/// cases are left out.
fn copies(message: &Message, to: &str, domains: &[&str]) -> Vec<String> {
    let envelope = message.envelope_to();
    let mut copies: Vec<String> = Vec::new();
    let all = [message.field("cc"), message.field("to")];
    for address in all.into_iter().flat_map(addresses::bare) {
        let is_local = address.eq_ignore_ascii_case(to)
            || addresses::case_digits(&address, domains.iter().copied()).is_some()
            || (envelope.contains(&address)
                && domains.iter().any(|domain| address.ends_with(&format!("@{domain}"))));
        let fits = address.chars().count() <= MAX_ADDRESS;
        if fits && !is_local && !copies.contains(&address) {
            copies.push(address);
        }
    }
    copies
}

async fn write_attachments(
    conn: &mut Connection,
    email: i32,
    created_at: DateTime<Utc>,
    files: &[StoredFile],
) -> Result<()> {
    if files.is_empty() {
        return Ok(());
    }
    let new: Vec<_> = files
        .iter()
        .map(|StoredFile { key, content_type, .. }| NewAttachment {
            email_id: email,
            key,
            content_type,
            created_at,
        })
        .collect();
    let ids = attachment::insert(conn, &new).await?;
    let cids: Vec<_> = ids
        .into_iter()
        .zip(files)
        .filter_map(|(id, file)| file.content_id.as_ref().map(|cid| (id, cid)))
        .map(|(id, cid)| {
            (email_attachment_cid::attachment_id.eq(id), email_attachment_cid::content_id.eq(cid))
        })
        .collect();
    if !cids.is_empty() {
        insert_into(email_attachment_cid::table).values(cids).execute(conn).await?;
    }
    Ok(())
}

async fn mark(
    conn: &mut Connection,
    id: Uuid,
    state: InboundState,
    email: Option<i32>,
    hash: &str,
) -> Result<()> {
    update(inbound_message::table.find(id))
        .set((
            inbound_message::state.eq(state.code()),
            inbound_message::email_id.eq(email),
            inbound_message::data_hash.eq(hash),
        ))
        .execute(conn)
        .await?;
    Ok(())
}
