//! Emails on the wire.

use chrono::{DateTime, Utc};
use clerk_base::urls;
use clerk_domain::{
    emails::{self, FullThread, drafts::Change},
    vocabulary::Choices,
};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{
    drf::{
        body::{Body, OPTIONAL, UNLIMITED},
        date,
    },
    user::User,
};
use crate::error::ApiResult;

/// A thread of emails.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = EmailThread)]
#[expect(missing_docs, reason = "the fields are those of the API document")]
pub struct EmailThread {
    pub emails: Vec<Email>,
    pub subject: String,
    pub slug: String,
    pub most_recent: String,
    pub url: String,
}

/// An email of a case.
#[derive(Debug, Serialize, ToSchema)]
#[expect(missing_docs, reason = "the fields are those of the API document")]
pub struct Email {
    pub id: i32,
    pub cc_addresses: Vec<String>,
    pub created_at: String,
    pub processed_at: Option<String>,
    pub from_address: String,
    /// As it is stored, or in a thread as it can be shown.
    pub html: String,
    pub issue: Option<Uuid>,
    pub text: String,
    pub sender: Option<User>,
    pub state: String,
    pub subject: String,
    pub to_address: String,
    pub reply_url: String,
    pub attachments: Vec<EmailAttachment>,
    pub edit_url: String,
}

/// A file of an email.
#[derive(Debug, Serialize, ToSchema)]
#[expect(missing_docs, reason = "the fields are those of the API document")]
pub struct EmailAttachment {
    pub id: i32,
    pub url: String,
    /// The key in the file store; its last part is the name.
    pub name: String,
    pub email: Option<i32>,
    pub sharepoint_state: String,
    pub content_type: String,
}

/// What a request may say of a new email.
#[derive(ToSchema)]
#[schema(as = EmailCreate)]
#[expect(missing_docs, reason = "the fields are those of the API document")]
pub struct EmailInput {
    pub to_address: Option<String>,
    pub cc_addresses: Option<Vec<String>>,
    pub subject: Option<String>,
    pub text: Option<String>,
    pub html: Option<String>,
    /// A new email is a draft whatever this says.
    pub state: Option<String>,
}

/// What a request may say of a draft.
#[derive(ToSchema)]
#[schema(as = EmailUpdate)]
#[expect(missing_docs, reason = "the fields are those of the API document")]
pub struct EmailChangeInput {
    pub to_address: Option<String>,
    pub cc_addresses: Option<Vec<String>>,
    pub subject: Option<String>,
    pub text: Option<String>,
    pub html: Option<String>,
    /// `READY_TO_SEND` to have it sent; `DRAFT`, as which it is read, says nothing new.
    pub state: Option<String>,
}

/// A file to attach.
#[derive(ToSchema)]
#[schema(as = EmailAttachmentCreate)]
#[expect(missing_docs, reason = "the fields are those of the API document")]
pub struct EmailAttachmentInput {
    #[schema(value_type = String, format = Binary)]
    pub file: Vec<u8>,
}

/// The states that a request may put a draft into.
const STATES: Choices = Choices(&[("DRAFT", "Draft"), (READY, "Ready to send")]);
const READY: &str = "READY_TO_SEND";

impl EmailThread {
    /// A thread of a case as of now.
    #[must_use]
    pub fn new(it: FullThread, case: Uuid, now: DateTime<Utc>) -> Self {
        Self {
            emails: it.emails.into_iter().map(|email| Email::new(email, case, now)).collect(),
            subject: it.thread.subject,
            most_recent: date::hour(it.thread.most_recent),
            url: urls::email_thread(case, &it.thread.slug),
            slug: it.thread.slug,
        }
    }
}

impl Email {
    /// An email of a case as of now.
    #[must_use]
    pub fn new(it: emails::Email, case: Uuid, now: DateTime<Utc>) -> Self {
        let row = it.row;
        Self {
            id: row.id,
            cc_addresses: row.cc_addresses,
            created_at: date::hour(row.created_at),
            processed_at: row.processed_at.map(date::hour),
            from_address: row.from_address,
            html: it.html,
            issue: row.issue_id,
            text: row.text,
            sender: it.sender.map(|it| User::new(&it, now)),
            state: row.state,
            subject: row.subject,
            to_address: row.to_address,
            reply_url: format!("{}?parent={}", urls::email_draft_create(case), row.id),
            attachments: it.attachments.into_iter().map(EmailAttachment::from).collect(),
            edit_url: urls::email_draft(case, row.id),
        }
    }
}

impl From<emails::Attachment> for EmailAttachment {
    fn from(it: emails::Attachment) -> Self {
        Self {
            id: it.id,
            url: urls::attachment(it.id, &it.key),
            name: it.key,
            email: it.email_id,
            sharepoint_state: it.sharepoint_state,
            content_type: it.content_type,
        }
    }
}

/// Reads what a request says of a new email.
///
/// # Errors
/// 400 with everything wrong.
pub fn read(mut body: Body) -> ApiResult<Change> {
    let change = fields(&mut body);
    body.finish()?;
    Ok(change)
}

/// Reads what a request says of a draft.
///
/// # Errors
/// 400 with everything wrong.
pub fn read_change(mut body: Body) -> ApiResult<Change> {
    let state = body.choice("state", STATES, OPTIONAL).value();
    let change = Change { is_ready: state.as_deref() == Some(READY), ..fields(&mut body) };
    body.finish()?;
    Ok(change)
}

fn fields(body: &mut Body) -> Change {
    Change {
        to: body.email("to_address", 254, OPTIONAL.or_blank()).value(),
        cc: body.email_list("cc_addresses", 254, OPTIONAL).value(),
        subject: body.text("subject", 1024, OPTIONAL).value(),
        text: body.text("text", UNLIMITED, OPTIONAL.or_blank()).value(),
        html: body.text("html", UNLIMITED, OPTIONAL.or_blank()).value(),
        is_ready: false,
    }
}
