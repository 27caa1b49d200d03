//! Emails and their files.

use chrono::{DateTime, Utc};
use clerk_domain::emails::threads;
use serde_json::Value;
use uuid::Uuid;

use crate::{TestDb, world::NOW};

/// How to make an email.
#[derive(Clone, Debug)]
pub struct NewEmail<'a> {
    case: Option<Uuid>,
    state: &'a str,
    from: &'a str,
    to: &'a str,
    cc: &'a [&'a str],
    subject: &'a str,
    text: &'a str,
    html: &'a str,
    created_at: DateTime<Utc>,
    sender: Option<i32>,
    provider_id: &'a str,
    received: Option<Value>,
    digest: Option<&'a str>,
}

/// An email in this state, about repairs, to Mary, of no case.
pub fn email(state: &str) -> NewEmail<'_> {
    NewEmail {
        case: None,
        state,
        from: "Anika Legal <old@example.org>",
        to: "mary@example.com",
        cc: &[],
        subject: "Your repairs – news",
        text: "Plain words",
        html: "<p>Rich words</p>",
        created_at: NOW.parse().unwrap(),
        sender: None,
        provider_id: "",
        received: None,
        digest: None,
    }
}

impl<'a> NewEmail<'a> {
    /// In this state.
    pub fn state(self, state: &'a str) -> Self {
        Self { state, ..self }
    }

    /// Of this case, or of none.
    pub fn case(self, case: impl Into<Option<Uuid>>) -> Self {
        Self { case: case.into(), ..self }
    }

    /// From this address.
    pub fn from(self, from: &'a str) -> Self {
        Self { from, ..self }
    }

    /// To this address.
    pub fn to(self, to: &'a str) -> Self {
        Self { to, ..self }
    }

    /// With copies to these addresses.
    pub fn cc(self, cc: &'a [&'a str]) -> Self {
        Self { cc, ..self }
    }

    /// With this subject, and so in its thread.
    pub fn subject(self, subject: &'a str) -> Self {
        Self { subject, ..self }
    }

    /// With this plain body.
    pub fn text(self, text: &'a str) -> Self {
        Self { text, ..self }
    }

    /// With this rich body.
    pub fn html(self, html: &'a str) -> Self {
        Self { html, ..self }
    }

    /// Written or received then.
    pub fn at(self, created_at: DateTime<Utc>) -> Self {
        Self { created_at, ..self }
    }

    /// Written by this account.
    pub fn sender(self, sender: i32) -> Self {
        Self { sender: Some(sender), ..self }
    }

    /// Known to the provider by this id.
    pub fn provider_id(self, provider_id: &'a str) -> Self {
        Self { provider_id, ..self }
    }

    /// With what the original kept of the post that it came in.
    pub fn received(self, received: Value) -> Self {
        Self { received: Some(received), ..self }
    }

    /// With the digest of that post.
    pub fn digest(self, digest: &'a str) -> Self {
        Self { digest: Some(digest), ..self }
    }

    /// Puts it into the database.
    pub async fn create(self, db: &TestDb) -> i32 {
        db.value(
            "INSERT INTO emails_email (issue_id, state, from_address, to_address, cc_addresses, \
             subject, thread_name, text, html, created_at, sender_id, sendgrid_id, received_data, \
             received_data_hash, is_alert_sent) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, false) RETURNING id",
            &[
                &self.case,
                &self.state,
                &self.from,
                &self.to,
                &self.cc,
                &self.subject,
                &threads::thread_name(self.subject),
                &self.text,
                &self.html,
                &self.created_at,
                &self.sender,
                &self.provider_id,
                &self.received,
                &self.digest,
            ],
        )
        .await
    }
}

/// How to make a file of an email.
#[derive(Clone, Debug)]
pub struct NewAttachment<'a> {
    email: i32,
    key: &'a str,
    content_type: &'a str,
    sharepoint_state: &'a str,
}

/// A file of an email, stored under this key, not on SharePoint.
pub fn attachment(email: i32, key: &str) -> NewAttachment<'_> {
    let (content_type, sharepoint_state) = ("application/pdf", "NOT_UPLOADED");
    NewAttachment { email, key, content_type, sharepoint_state }
}

impl<'a> NewAttachment<'a> {
    /// Of this media type.
    pub fn content_type(self, content_type: &'a str) -> Self {
        Self { content_type, ..self }
    }

    /// With this state of the copy on SharePoint.
    pub fn sharepoint_state(self, sharepoint_state: &'a str) -> Self {
        Self { sharepoint_state, ..self }
    }

    /// Puts it into the database.
    pub async fn create(self, db: &TestDb) -> i32 {
        db.value(
            "INSERT INTO emails_emailattachment (file, content_type, created_at, email_id, \
             sharepoint_state) VALUES ($1, $2, now(), $3, $4) RETURNING id",
            &[&self.key, &self.content_type, &self.email, &self.sharepoint_state],
        )
        .await
    }
}
