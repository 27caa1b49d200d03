//! The record of an email: table `emails_email`.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use clerk_store::db::{Connection, TextList, schema::emails_email};
use diesel::{ExpressionMethods, OptionalExtension, QueryDsl, SelectableHelper};
use diesel_async::RunQueryDsl;
use strum::VariantArray;
use uuid::Uuid;

use super::attachment::{Attachment, attachments_of};
use crate::{
    access::{self, Account},
    accounts::{Profile, profiles},
    error::{DomainError, Result},
};

/// Where an email stands: `emails_email.state`.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, strum::IntoStaticStr, strum::EnumString, VariantArray,
)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum EmailState {
    /// Being written.
    Draft,
    /// To be handed to the mail provider.
    ReadyToSend,
    /// The mail provider has it.
    Sent,
    /// The recipient's server has it.
    Delivered,
    /// It could not be handed over or delivered.
    DeliveryFailure,
    /// Inbound, not stored completely yet.
    Saving,
    /// Inbound, stored.
    Received,
    /// Inbound, put to its case.
    Ingested,
    /// Inbound, fits no case.
    IngestFailure,
}

impl EmailState {
    /// Every state.
    pub const ALL: &'static [Self] = Self::VARIANTS;

    /// The code in the database and on the wire.
    #[must_use]
    pub fn code(self) -> &'static str {
        self.into()
    }
}

/// An email of a case.
#[derive(Clone, Debug)]
pub struct Email {
    /// Its columns.
    pub row: EmailRow,
    /// Its HTML: as it is stored, or as a thread shows it.
    pub html: String,
    /// Who wrote it, if that was one of ours.
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

/// An email of a case, with its HTML as it is stored, for a person who may see the case.
///
/// # Errors
/// As [`access::case`]; also [`DomainError::NotFound`] when the case has no such email.
pub async fn get(conn: &mut Connection, actor: &Account, case: Uuid, id: i32) -> Result<Email> {
    let case = access::case(conn, actor, case).await?;
    read(conn, case.id, id).await
}

/// The same for callers who have checked access to the case.
pub(super) async fn read(conn: &mut Connection, case: Uuid, id: i32) -> Result<Email> {
    let row: Option<(EmailRow, String)> = emails_email::table
        .filter(emails_email::id.eq(id))
        .filter(emails_email::issue_id.eq(case))
        .select((EmailRow::as_select(), emails_email::html))
        .first(conn)
        .await
        .optional()?;
    let (row, html) = row.ok_or(DomainError::NotFound)?;
    let html = HashMap::from([(row.id, html)]);
    assemble(conn, vec![row], html).await?.pop().ok_or(DomainError::NotFound)
}

/// Checks that a case has an email with this id, and says where it stands: `None` for a state that we
/// do not know. For callers who have checked access to the case.
///
/// # Errors
/// [`DomainError::NotFound`] when the case has no such email.
pub async fn state_in_case(
    conn: &mut Connection,
    case: Uuid,
    id: i32,
) -> Result<Option<EmailState>> {
    let state: Option<String> = emails_email::table
        .find(id)
        .filter(emails_email::issue_id.eq(case))
        .select(emails_email::state)
        .first(conn)
        .await
        .optional()?;
    Ok(state.ok_or(DomainError::NotFound)?.parse().ok())
}

/// Locks an email to the end of the transaction: its state, and whether Slack has been alerted about
/// it. `None` when there is no such email.
pub(super) async fn lock(conn: &mut Connection, id: i32) -> Result<Option<(EmailState, bool)>> {
    let row: Option<(String, bool)> = emails_email::table
        .find(id)
        .select((emails_email::state, emails_email::is_alert_sent))
        .for_update()
        .first(conn)
        .await
        .optional()?;
    Ok(row
        .and_then(|(state, is_alert_sent)| state.parse().ok().map(|state| (state, is_alert_sent))))
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
