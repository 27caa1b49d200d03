//! Begins an email.

use chrono::{DateTime, Utc};
use clerk_store::db::Connection;
use diesel_async::AsyncConnection;
use uuid::Uuid;

use crate::{
    access::{self, Account},
    emails::{self, Email, EmailState, NewEmail, case_address, email},
    error::Result,
};

/// The fields of a draft that people write. What is `None` stays as it is; in a new draft it is
/// empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DraftInput {
    /// Whom it is for. May be blank until it is sent.
    pub to: Option<String>,
    /// Who gets a copy.
    pub cc: Option<Vec<String>>,
    /// Its subject.
    pub subject: Option<String>,
    /// Its plain text.
    pub text: Option<String>,
    /// Its body in HTML, without the frame of our mails.
    pub html: Option<String>,
    /// Whether it is finished, and to be sent.
    pub is_ready: bool,
}

/// Begins an email of a case: a draft from the case's address, on the domain of the cases' addresses.
///
/// # Errors
/// As [`access::case`].
pub async fn create(
    conn: &mut Connection,
    actor: &Account,
    case: Uuid,
    input: DraftInput,
    domain: &str,
    now: DateTime<Utc>,
) -> Result<Email> {
    let case = access::case(conn, actor, case).await?;
    let new = NewEmail {
        case: Some(case.id),
        sender: Some(actor.id),
        state: EmailState::Draft,
        from: case_address(case.id, domain),
        to: input.to.unwrap_or_default(),
        cc: input.cc.unwrap_or_default(),
        subject: input.subject.unwrap_or_default(),
        text: input.text.unwrap_or_default(),
        html: input.html.unwrap_or_default(),
    };
    conn.transaction(async |conn| {
        let id = emails::create(conn, new, now).await?;
        email::read(conn, case.id, id).await
    })
    .await
}
