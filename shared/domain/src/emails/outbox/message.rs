//! The message that is handed over: an email with its files.

use chrono::{DateTime, Utc};
use clerk_services::mail::{Attachment, MAX_MESSAGE_BYTES, OutgoingMail, Sender};
use clerk_store::db::{
    Connection,
    schema::{emails_email, emails_emailattachment},
};
use diesel::{ExpressionMethods, OptionalExtension, QueryDsl, Queryable};
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use crate::{
    Context,
    emails::{EmailState, address, threads},
    error::Result,
};

/// An email that is ready to send.
#[derive(Queryable)]
pub struct ReadyEmail {
    id: i32,
    /// Its case.
    pub case: Option<Uuid>,
    from: String,
    to: String,
    cc: Vec<String>,
    subject: String,
    text: String,
    html: String,
    created_at: DateTime<Utc>,
}

/// Reads an email if it is ready to send.
pub async fn ready_to_send(conn: &mut Connection, email: i32) -> Result<Option<ReadyEmail>> {
    let row = emails_email::table
        .find(email)
        .filter(emails_email::state.eq(EmailState::ReadyToSend.code()))
        .select((
            emails_email::id,
            emails_email::issue_id,
            emails_email::from_address,
            emails_email::to_address,
            emails_email::cc_addresses,
            emails_email::subject,
            emails_email::text,
            emails_email::html,
            emails_email::created_at,
        ))
        .first(conn)
        .await
        .optional()?;
    Ok(row)
}

impl ReadyEmail {
    /// Everybody who would get it.
    pub fn recipients(&self) -> impl Iterator<Item = &str> {
        std::iter::once(self.to.as_str()).chain(self.copies())
    }

    fn copies(&self) -> impl Iterator<Item = &str> {
        self.cc.iter().map(String::as_str).filter(|copy| !copy.trim().is_empty())
    }

    /// The message, with the files of its attachments. A case's mail is from the case's address,
    /// whatever the row says, so that replies find their way back.
    pub async fn into_message(self, ctx: &Context, attempt: Uuid) -> Result<OutgoingMail> {
        let domain = &ctx.config.mail.domain;
        let from = match self.case {
            Some(case) => address::case_address(case, domain),
            None => address::bare(&self.from).to_owned(),
        };
        let to = address::bare(&self.to).to_owned();
        // A provider refuses a message that names an address twice.
        let mut cc: Vec<String> = Vec::new();
        for copy in self.copies().map(address::bare) {
            if !cc.iter().chain([&to]).any(|known| known.eq_ignore_ascii_case(copy)) {
                cc.push(copy.to_owned());
            }
        }
        let headers = threads::headers_of(&mut *ctx.db().await?, &[self.id]).await?;
        let headers = headers.into_values().next().unwrap_or_default();
        let message_id = headers.message_id.unwrap_or_else(|| {
            format!("{}.{}@{domain}", self.id, self.created_at.timestamp_micros())
        });
        Ok(OutgoingMail {
            attempt,
            date: ctx.clock.now(),
            from: Sender { name: address::DISPLAY_NAME.to_owned(), address: from },
            to,
            cc,
            message_id,
            in_reply_to: headers.in_reply_to,
            references: headers.references,
            attachments: attachments(ctx, self.id).await?,
            subject: self.subject,
            text: self.text,
            html: self.html,
        })
    }
}

async fn attachments(ctx: &Context, email: i32) -> Result<Vec<Attachment>> {
    let rows: Vec<(String, String)> = emails_emailattachment::table
        .filter(emails_emailattachment::email_id.eq(email))
        .order(emails_emailattachment::id)
        .select((emails_emailattachment::file, emails_emailattachment::content_type))
        .load(&mut *ctx.db().await?)
        .await?;
    let mut attachments = Vec::with_capacity(rows.len());
    for (key, content_type) in rows {
        let bytes = ctx.files.get(&key, MAX_MESSAGE_BYTES).await?;
        let name = key.rsplit('/').next().unwrap_or(&key).to_owned();
        attachments.push(Attachment { name, content_type, bytes });
    }
    Ok(attachments)
}
