//! Changes a draft, or has it sent.

use clerk_base::{config::MailLook, text::clean};
use clerk_store::db::{Connection, schema::emails_email};
use diesel::{AsChangeset, QueryDsl, update as change_row};
use diesel_async::{AsyncConnection, RunQueryDsl};
use uuid::Uuid;

use super::{Change, lock};
use crate::{
    Context, access,
    access::Account,
    emails::{
        Email, EmailState, StateChange, after_state_change, find, layout, plain_text,
        size::{self, Measured},
        thread_name,
        threads::{Outgoing, record_outgoing, refuse_if_newer},
    },
    error::{DomainError, FieldError, Result},
};

/// How often the email's files may change while they are measured.
const TRIES: usize = 5;

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
/// As [`access::case`]; [`DomainError::NotFound`] when there is no such draft;
/// [`DomainError::Invalid`] when it is to be sent and has no recipient or subject, is too large, or a
/// newer message has arrived in its thread. Nothing is changed then.
pub async fn update(
    ctx: &Context,
    account: &Account,
    case: Uuid,
    email: i32,
    change: Change,
) -> Result<Email> {
    let case = access::case(&mut *ctx.db().await?, account, case).await?.id;
    if !change.is_ready {
        let conn = &mut *ctx.db().await?;
        return conn
            .transaction(async |conn| {
                write(ctx, conn, case, email, change, None).await?;
                find::read(conn, case, email).await
            })
            .await;
    }
    for _ in 0..TRIES {
        // The file store is asked before the transaction, not in it.
        let measured = size::measure(ctx, email).await?;
        let conn = &mut *ctx.db().await?;
        let sent = conn
            .transaction(async |conn| {
                let change = change.clone();
                if !write(ctx, conn, case, email, change, Some(&measured)).await? {
                    return Ok(None);
                }
                find::read(conn, case, email).await.map(Some)
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
    case: Uuid,
    email: i32,
    change: Change,
    measured: Option<&Measured>,
) -> Result<bool> {
    let (row, html) = lock(conn, case, email).await?;
    let mut columns = Columns {
        thread_name: change.subject.as_deref().map(thread_name),
        to_address: change.to,
        cc_addresses: change.cc,
        subject: change.subject,
        text: change.text,
        html: change.html,
        state: None,
    };
    let to = columns.to_address.as_ref().unwrap_or(&row.to_address).clone();
    let subject = columns.subject.as_ref().unwrap_or(&row.subject).clone();
    if let Some(measured) = measured {
        if size::attached(conn, email).await? != measured.keys {
            return Ok(false);
        }
        refuse_unfinished(&to, &subject)?;
        refuse_if_newer(conn, case, email).await?;
        let text = columns.text.take().unwrap_or_else(|| row.text.clone());
        let stored = (row.text.len() + html.len()) as u64;
        let (text, html) =
            finish(ctx.config.mail.look.clone(), text, html, columns.html.take()).await?;
        let files = measured.size.saturating_sub(stored);
        let size = files + (text.len() + html.len()) as u64;
        Measured { keys: Vec::new(), size }.check_sendable()?;
        columns.text = Some(text);
        columns.html = Some(html);
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

fn refuse_unfinished(to: &str, subject: &str) -> Result<()> {
    let blank = |attr, text: &str| {
        let detail = "This may not be blank.";
        text.trim().is_empty().then(|| FieldError::new(attr, "blank", detail))
    };
    let errors: Vec<_> =
        [blank("to_address", to), blank("subject", subject)].into_iter().flatten().collect();
    if errors.is_empty() { Ok(()) } else { Err(DomainError::Invalid(errors)) }
}

/// The text and the HTML to send. The text is made of the HTML when there is none, or when it was
/// made of an HTML that has since been changed.
async fn finish(
    look: MailLook,
    text: String,
    before: String,
    after: Option<String>,
) -> Result<(String, String)> {
    let work = move || {
        let body = after.as_ref().unwrap_or(&before);
        let is_of_before = || Ok::<_, DomainError>(*body != before && plain_text(&before)? == text);
        let text = if text.trim().is_empty() || is_of_before()? {
            plain_text(body)?
        } else {
            text.clone()
        };
        Ok((text, layout(&look, &clean(body))?))
    };
    tokio::task::spawn_blocking(work)
        .await
        .map_err(|error| DomainError::Fatal(format!("mail html: {error}")))?
}
