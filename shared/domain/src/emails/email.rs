//! An email with what belongs to it.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use clerk_store::db::{
    Connection, TextList,
    schema::{emails_email, emails_emailattachment},
};
use diesel::{ExpressionMethods, QueryDsl, SelectableHelper};
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use crate::{
    accounts::{Profile, profiles},
    error::Result,
};

/// An email of a case.
#[derive(Clone, Debug)]
pub struct Email {
    /// Its columns.
    pub row: EmailRow,
    /// Its HTML: as it is stored, or as a thread shows it.
    pub html: String,
    /// Who wrote it, if somebody of ours did.
    pub sender: Option<Profile>,
    /// Its files, in the order in which they were attached.
    pub attachments: Vec<Attachment>,
}

/// Columns of `emails_email` but for the HTML.
#[derive(Clone, Debug, diesel::Queryable, diesel::Selectable)]
#[diesel(table_name = emails_email, check_for_backend(diesel::pg::Pg))]
#[expect(missing_docs, reason = "the columns are described in docs/tables.md")]
pub struct EmailRow {
    pub id: i32,
    pub issue_id: Option<Uuid>,
    pub sender_id: Option<i32>,
    pub state: String,
    pub from_address: String,
    pub to_address: String,
    #[diesel(deserialize_as = TextList)]
    pub cc_addresses: Vec<String>,
    pub subject: String,
    pub text: String,
    pub created_at: DateTime<Utc>,
    pub processed_at: Option<DateTime<Utc>>,
}

/// A file of an email.
#[derive(Clone, Debug, diesel::Queryable, diesel::Selectable)]
#[diesel(table_name = emails_emailattachment, check_for_backend(diesel::pg::Pg))]
pub struct Attachment {
    /// `emails_emailattachment.id`.
    pub id: i32,
    /// Its email.
    pub email_id: Option<i32>,
    /// Its key in the file store.
    #[diesel(column_name = file)]
    pub key: String,
    /// Its media type.
    pub content_type: String,
    /// Whether it is on SharePoint.
    pub sharepoint_state: String,
}

impl Attachment {
    /// The last part of the key, which serves as its name.
    #[must_use]
    pub fn name(&self) -> &str {
        self.key.rsplit('/').next().unwrap_or_default()
    }
}

/// Adds senders and files to emails, keeping their order, with the HTML given for each. Four
/// statements at most.
pub(super) async fn assemble(
    conn: &mut Connection,
    rows: Vec<EmailRow>,
    mut html: HashMap<i32, String>,
) -> Result<Vec<Email>> {
    let ids: Vec<i32> = rows.iter().map(|row| row.id).collect();
    let mut attachments: HashMap<i32, Vec<Attachment>> = HashMap::new();
    for attachment in attachments_of(conn, &ids).await? {
        attachments.entry(attachment.email_id.unwrap_or_default()).or_default().push(attachment);
    }
    let senders = profiles(conn, rows.iter().filter_map(|row| row.sender_id)).await?;
    Ok(rows
        .into_iter()
        .map(|row| Email {
            html: html.remove(&row.id).unwrap_or_default(),
            sender: row.sender_id.and_then(|id| senders.get(&id)).cloned(),
            attachments: attachments.remove(&row.id).unwrap_or_default(),
            row,
        })
        .collect())
}

/// The files of emails, in the order in which they were attached.
pub(super) async fn attachments_of(
    conn: &mut Connection,
    emails: &[i32],
) -> Result<Vec<Attachment>> {
    Ok(emails_emailattachment::table
        .filter(emails_emailattachment::email_id.eq_any(emails))
        .order(emails_emailattachment::id)
        .select(Attachment::as_select())
        .load(conn)
        .await?)
}
