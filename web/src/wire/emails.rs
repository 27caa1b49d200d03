//! Emails of a case, their files, and the attempts at sending them.

use chrono::{DateTime, Utc};
use clerk_base::urls;
use clerk_domain::{
    accounts::Profile,
    emails::{
        self, EmailRow,
        attachment::Attachment,
        drafts::DraftInput,
        outbox::Attempt,
        threads::{FullThread, Thread},
    },
    vocabulary::Choices,
};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{
    accounts::User,
    format::{
        body::UNLIMITED,
        date,
        field::{Field, choice, email, emails as addresses, not_read, text},
        input::input,
        output::output,
        schema::Kind,
    },
};

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

output! {
    /// An email of a case.
    #[expect(missing_docs, reason = "the fields are those of the API document")]
    pub struct Email = of_row(
        row: EmailRow,
        shown: String,
        sender: Option<Profile>,
        attachments: Vec<Attachment>,
        case: Uuid,
        now: DateTime<Utc>
    ) {
        id: i32,
        cc_addresses: Vec<String>,
        created_at: String = date::hour(created_at),
        processed_at: Option<String> = processed_at.map(date::hour),
        from_address: String,
        /// As it is stored, or in a thread as it can be shown.
        html: String => shown,
        issue (issue_id): Option<Uuid>,
        text: String,
        sender: Option<User> => sender.map(|profile| User::new(&profile, now)),
        state: String,
        subject: String,
        to_address: String,
        reply_url: String => format!("{}?parent={}", urls::email_draft_create(case), row.id),
        attachments: Vec<EmailAttachment> =>
            attachments.into_iter().map(EmailAttachment::from).collect(),
        edit_url: String => urls::email_draft(case, row.id),
    }
    not shown { sender_id }
}

output! {
    /// A file of an email.
    #[expect(missing_docs, reason = "the fields are those of the API document")]
    pub struct EmailAttachment = from(attachment: Attachment) {
        id: i32,
        url: String => urls::attachment(attachment.id, &attachment.key),
        /// The key in the file store; its last part is the name.
        name (key): String,
        email (email_id): Option<i32>,
        sharepoint_state: String,
        content_type: String,
    }
}

output! {
    /// An attempt at handing an email to the mail provider.
    pub struct EmailAttempt = from(attempt: Attempt) {
        /// Its id, which the provider has too.
        id: Uuid,
        /// `Calling`, `Accepted`, `Rejected` (for good), `Retry` (to be tried again), `Unresolved`
        /// (nobody knows) or `Held` (mail to this recipient is not allowed here).
        state: String,
        /// ISO 8601.
        started_at (created_at): String = date::iso(created_at),
        /// ISO 8601; null while it is under way.
        finished_at: Option<String> = finished_at.map(date::iso),
        /// Why it is in this state.
        reason: Option<String>,
    }
}

impl EmailThread {
    /// A thread of a case as of now.
    #[must_use]
    pub fn new(thread: FullThread, case: Uuid, now: DateTime<Utc>) -> Self {
        let FullThread { thread: Thread { slug, subject, most_recent, emails: _ }, emails } =
            thread;
        Self {
            emails: emails.into_iter().map(|email| Email::new(email, case, now)).collect(),
            subject,
            most_recent: date::hour(most_recent),
            url: urls::email_thread(case, &slug),
            slug,
        }
    }
}

impl Email {
    /// An email of a case as of now.
    #[must_use]
    pub fn new(email: emails::Email, case: Uuid, now: DateTime<Utc>) -> Self {
        let emails::Email { row, html, sender, attachments } = email;
        Self::of_row(row, html, sender, attachments, case, now)
    }
}

// Both fill the same struct, in which what is not given is none.
input! {
    fields {
        to as "to_address": email(254).or_blank(),
        cc as "cc_addresses": addresses(254),
        subject: text(1024),
        text: text(UNLIMITED).or_blank(),
        html: text(UNLIMITED).or_blank(),
    }

    /// What a request may say of a new email.
    create NewEmail as "EmailCreate" => DraftInput {
        /// A new email is a draft whatever this says.
        is_ready as "state": not_read::<bool>(Kind::Text),
    };

    /// What a request may say of a draft.
    create EmailInput as "EmailUpdate" => DraftInput {
        /// `READY_TO_SEND` to have it sent; `DRAFT`, as which it is read, says nothing new.
        is_ready as "state": is_ready(),
    };
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

/// Whether a draft is finished.
fn is_ready() -> Field<bool> {
    choice(STATES).map(|state| state == READY)
}
