//! Changes a draft, or has it sent.

use clerk_base::{config::MailLook, text::clean};
use clerk_store::db::{Connection, schema::emails_email};
use diesel::{AsChangeset, QueryDsl, update as change_row};
use diesel_async::{AsyncConnection, RunQueryDsl};
use uuid::Uuid;

use super::{
    DraftInput, MAX_ATTEMPTS,
    find::lock,
    size::{self, Measured},
};
use crate::{
    Context,
    access::{self, Account},
    emails::{
        Email, EmailState, StateChange, after_state_change,
        email::read,
        outbox::{Finished, ToSend, check_sendable},
        rendering::{layout, plain_text},
        threads::{Outgoing, record_outgoing, thread_name},
    },
    error::{DomainError, Result},
};

/// The columns that a change writes.
#[derive(AsChangeset, Default)]
#[diesel(table_name = emails_email)]
struct Columns {
    to_address: Option<String>,
    cc_addresses: Option<Vec<String>>,
    subject: Option<String>,
    thread_name: Option<String>,
    text: Option<String>,
    html: Option<String>,
    state: Option<&'static str>,
}

/// Changes a draft of a case. One that is ready gets the frame of our mails and is enqueued in the
/// same transaction; it is then no draft any more, so that of two people sending it only one does.
///
/// # Errors
/// As [`access::case`] and, when it is to be sent, [`check_sendable`]; [`DomainError::NotFound`] when there
/// is no such draft. Nothing is changed then.
pub async fn update(
    ctx: &Context,
    actor: &Account,
    case: Uuid,
    email: i32,
    input: DraftInput,
) -> Result<Email> {
    let case = access::case(&mut *ctx.db().await?, actor, case).await?.id;
    if !input.is_ready {
        let conn = &mut *ctx.db().await?;
        return conn
            .transaction(async |conn| {
                write(ctx, conn, (case, email), input, None).await?;
                read(conn, case, email).await
            })
            .await;
    }
    for _ in 0..MAX_ATTEMPTS {
        // The file store is asked before the transaction, not in it.
        let measured = size::measure(ctx, email).await?;
        let conn = &mut *ctx.db().await?;
        let sent = conn
            .transaction(async |conn| {
                let input = input.clone();
                if !write(ctx, conn, (case, email), input, Some(&measured)).await? {
                    return Ok(None);
                }
                read(conn, case, email).await.map(Some)
            })
            .await?;
        if let Some(sent) = sent {
            return Ok(sent);
        }
    }
    Err(DomainError::Unavailable("the files of this email keep changing".to_owned()))
}

/// Writes a change; false when the email's files are not those that were measured.
async fn write(
    ctx: &Context,
    conn: &mut Connection,
    (case, email): (Uuid, i32),
    input: DraftInput,
    measured: Option<&Measured>,
) -> Result<bool> {
    let (row, html) = lock(conn, case, email).await?;
    let mut columns = Columns {
        thread_name: input.subject.as_deref().map(thread_name),
        to_address: input.to,
        cc_addresses: input.cc,
        subject: input.subject,
        text: input.text,
        html: input.html,
        state: None,
    };
    let to = columns.to_address.as_ref().unwrap_or(&row.to_address).clone();
    let subject = columns.subject.as_ref().unwrap_or(&row.subject).clone();
    if let Some(measured) = measured {
        if size::attached(conn, email).await? != measured.keys {
            return Ok(false);
        }
        let stored = (row.text.len() + html.len()) as u64;
        let bodies = Bodies {
            text: columns.text.take().unwrap_or_else(|| row.text.clone()),
            before: html,
            after: columns.html.take(),
            files: measured.size.saturating_sub(stored),
        };
        let draft = ToSend { email, case, to: &to, subject: &subject };
        let finish = bodies.finish(ctx.config.mail.look.clone());
        let finished = check_sendable(conn, draft, finish).await?;
        columns.text = Some(finished.text);
        columns.html = Some(finished.html);
        columns.state = Some(EmailState::ReadyToSend.code());
    }
    // Something is set even where nothing is given, for a change of nothing is no statement.
    columns.text.get_or_insert(row.text);
    change_row(emails_email::table.find(email)).set(&columns).execute(conn).await?;
    let outgoing = Outgoing {
        id: email,
        case: Some(case),
        from: &row.from_address,
        to: &to,
        subject: &subject,
        created_at: row.created_at,
    };
    record_outgoing(conn, outgoing, Some(ctx.clock.now())).await?;
    if measured.is_some() {
        let state = EmailState::ReadyToSend;
        after_state_change(conn, StateChange { email, state, is_alert_sent: false }).await?;
    }
    Ok(true)
}

/// What the bodies of an email that is to be sent are made of.
struct Bodies {
    /// Its plain text.
    text: String,
    /// Its HTML as it was stored.
    before: String,
    /// Its HTML as it is now, if that has changed.
    after: Option<String>,
    /// Bytes of its files as they travel.
    files: u64,
}

impl Bodies {
    /// The text and the HTML to send. The text is made of the HTML when there is none, or when it was
    /// made of an HTML that has since been changed.
    async fn finish(self, look: MailLook) -> Result<Finished> {
        let work = move || {
            let Self { text, before, after, files } = self;
            let body = after.as_ref().unwrap_or(&before);
            let is_of_before =
                || Ok::<_, DomainError>(*body != before && plain_text(&before)? == text);
            let text = if text.trim().is_empty() || is_of_before()? {
                plain_text(body)?
            } else {
                text.clone()
            };
            let html = layout(&look, &clean(body))?;
            let size = files + (text.len() + html.len()) as u64;
            Ok(Finished { text, html, size })
        };
        tokio::task::spawn_blocking(work)
            .await
            .map_err(|error| DomainError::Fatal(format!("mail html: {error}")))?
    }
}
