//! The rows of an email that has come in.

use chrono::{DateTime, Utc};
use clerk_store::db::{
    Connection,
    schema::{
        clerk::{email_attachment_cid, inbound_message},
        core_issuenote, django_content_type, emails_email, emails_emailattachment,
    },
};
use diesel::{
    ExpressionMethods, OptionalExtension, QueryDsl, insert_into, update, upsert::on_constraint,
};
use diesel_async::RunQueryDsl;
use minijinja::context;
use serde_json::Value;
use uuid::Uuid;

use super::{File, InboundState, Ingestion, Kind, Message, addresses, route::domains};
use crate::{
    Context,
    emails::{
        EmailState, StateChange, address, after_state_change, thread_name,
        threads::{self, Headers},
    },
    error::{DomainError, Result},
    templates,
};

/// Widths of the columns, in characters.
const ADDRESS: usize = 254;
const SUBJECT: usize = 1024;
const CONTENT_TYPE: usize = 128;

/// States in which the original left what it could not put to a case.
pub(super) const UNFINISHED: [EmailState; 3] =
    [EmailState::Saving, EmailState::Received, EmailState::IngestFailure];

/// An attachment whose bytes are in the file store.
pub struct Stored {
    /// Where.
    pub key: String,
    /// What the sender says that it is.
    pub content_type: String,
    content_id: Option<String>,
}

impl Stored {
    /// A file of a message, to be kept under this key.
    pub fn new(file: &File, key: String) -> Self {
        let stated = file.content_type.split(';').next().unwrap_or_default().trim();
        let is_type = stated.contains('/')
            && stated.bytes().all(|it| it.is_ascii_graphic())
            && stated.len() <= CONTENT_TYPE;
        let content_type = if is_type { stated } else { "application/octet-stream" };
        let content_id = file.content_id.as_deref().map(|it| cut(it, SUBJECT).to_owned());
        Self { key, content_type: content_type.to_ascii_lowercase(), content_id }
    }
}

/// An email to be written.
pub struct Email<'a> {
    /// The message.
    pub message: &'a Message,
    /// The digest of its fields.
    pub hash: &'a str,
    /// Where it belongs.
    pub case: Uuid,
    /// What kind of message it is.
    pub kind: Kind,
    /// Its attachments.
    pub stored: &'a [Stored],
}

/// Writes the email of a stored message, its attachments, the note on the case's timeline and the job
/// that tells Slack, and marks the message. In the caller's transaction.
///
/// # Errors
/// Fails when the database does.
pub async fn write(
    conn: &mut Connection,
    ctx: &Context,
    id: Uuid,
    email: &Email<'_>,
) -> Result<Ingestion> {
    let Some(received_at) = lock(conn, id).await? else { return Ok(Ingestion::Nothing) };
    let (new, is_quiet) = (fields(ctx, email)?, email.kind == Kind::AutoReply);
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
        None => match adopt(conn, ctx, email).await? {
            Known::Done(known) => {
                mark(conn, id, InboundState::Duplicate, known, email.hash).await?;
                return Ok(Ingestion::Duplicate(known));
            }
            Known::Begun { row, has_attachments } => {
                if !has_attachments {
                    write_attachments(conn, row, received_at, email.stored).await?;
                }
                follow(conn, ctx, row, email, is_quiet).await?;
                mark(conn, id, InboundState::Ingested, Some(row), email.hash).await?;
                return Ok(Ingestion::Email(row));
            }
        },
    };
    write_attachments(conn, row, received_at, email.stored).await?;
    follow(conn, ctx, row, email, is_quiet).await?;
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
async fn adopt(conn: &mut Connection, ctx: &Context, email: &Email<'_>) -> Result<Known> {
    let known: Option<(i32, String)> = emails_email::table
        .filter(emails_email::received_data_hash.eq(email.hash))
        .select((emails_email::id, emails_email::state))
        .for_update()
        .first(conn)
        .await
        .optional()?;
    let Some((row, state)) = known else { return Ok(Known::Done(None)) };
    if !UNFINISHED.iter().any(|it| it.code() == state) {
        return Ok(Known::Done(Some(row)));
    }
    update(emails_email::table.find(row)).set(fields(ctx, email)?).execute(conn).await?;
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
    ctx: &Context,
    row: i32,
    email: &Email<'_>,
    is_quiet: bool,
) -> Result<()> {
    threads::record(conn, row, &Headers::parse(email.message.field("headers"))).await?;
    write_note(conn, ctx, row, email.case).await?;
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

pub(super) fn fields(ctx: &Context, email: &Email<'_>) -> Result<Fields> {
    let message = email.message;
    let subject = cut(message.field("subject"), SUBJECT);
    let to = address::case_address(email.case, &ctx.config.mail.domain);
    let fatal = |error: serde_json::Error| DomainError::Fatal(error.to_string());
    Ok(Fields {
        issue_id: Some(email.case),
        state: EmailState::Ingested.code(),
        from_address: cut(&message.sender(), ADDRESS).to_owned(),
        cc_addresses: copies(message, &to, &domains(&ctx.config.mail)),
        to_address: to,
        thread_name: cut(&thread_name(subject), SUBJECT).to_owned(),
        subject: subject.to_owned(),
        text: message.field("text").to_owned(),
        html: message.field("html").to_owned(),
        processed_at: Some(ctx.clock.now()),
        received_data: Some(serde_json::to_value(&message.fields).map_err(fatal)?),
    })
}

/// Who else got it: first the copies, then the other recipients, as the original had it. The addresses
/// of cases are no people.
fn copies(message: &Message, to: &str, domains: &[&str]) -> Vec<String> {
    let envelope = message.envelope_to();
    let mut copies: Vec<String> = Vec::new();
    let all = [message.field("cc"), message.field("to")];
    for address in all.into_iter().flat_map(addresses::bare) {
        let is_local = address.eq_ignore_ascii_case(to)
            || addresses::case_digits(&address, domains.iter().copied()).is_some()
            || (envelope.contains(&address)
                && domains.iter().any(|it| address.ends_with(&format!("@{it}"))));
        let fits = address.chars().count() <= ADDRESS;
        if fits && !is_local && !copies.contains(&address) {
            copies.push(address);
        }
    }
    copies
}

async fn write_attachments(
    conn: &mut Connection,
    email: i32,
    received_at: DateTime<Utc>,
    stored: &[Stored],
) -> Result<()> {
    if stored.is_empty() {
        return Ok(());
    }
    let rows: Vec<_> = stored
        .iter()
        .map(|it| {
            (
                emails_emailattachment::email_id.eq(email),
                emails_emailattachment::file.eq(&it.key),
                emails_emailattachment::content_type.eq(&it.content_type),
                emails_emailattachment::created_at.eq(received_at),
                emails_emailattachment::sharepoint_state.eq("NOT_UPLOADED"),
            )
        })
        .collect();
    let mut ids: Vec<i32> = insert_into(emails_emailattachment::table)
        .values(rows)
        .returning(emails_emailattachment::id)
        .get_results(conn)
        .await?;
    // Ids are given in the order of the values, but may be returned in another.
    ids.sort_unstable();
    let cids: Vec<_> = ids
        .into_iter()
        .zip(stored)
        .filter_map(|(id, it)| it.content_id.as_ref().map(|cid| (id, cid)))
        .map(|(id, cid)| {
            (email_attachment_cid::attachment_id.eq(id), email_attachment_cid::content_id.eq(cid))
        })
        .collect();
    if !cids.is_empty() {
        insert_into(email_attachment_cid::table).values(cids).execute(conn).await?;
    }
    Ok(())
}

async fn write_note(conn: &mut Connection, ctx: &Context, email: i32, case: Uuid) -> Result<()> {
    let content_type: Option<i32> = django_content_type::table
        .filter(django_content_type::app_label.eq("emails"))
        .filter(django_content_type::model.eq("email"))
        .select(django_content_type::id)
        .first(conn)
        .await
        .optional()?;
    let created_at: DateTime<Utc> =
        emails_email::table.find(email).select(emails_email::created_at).first(conn).await?;
    insert_into(core_issuenote::table)
        .values((
            core_issuenote::created_at.eq(created_at),
            core_issuenote::modified_at.eq(ctx.clock.now()),
            core_issuenote::issue_id.eq(case),
            core_issuenote::note_type.eq("EMAIL"),
            core_issuenote::text.eq(templates::render("email/received_note.txt", context! {})?),
            core_issuenote::content_type_id.eq(content_type),
            core_issuenote::object_id.eq(content_type.map(|_| email)),
        ))
        .execute(conn)
        .await?;
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

/// At most so many characters.
pub(super) fn cut(text: &str, most: usize) -> &str {
    text.char_indices().nth(most).map_or(text, |(at, _)| text.get(..at).unwrap_or(text))
}
