//! What follows when an email changes its state.

use chrono::{DateTime, Utc};
use clerk_store::{
    db::{
        Connection,
        schema::{clerk::email_stuck, emails_email},
    },
    jobs::{Job, enqueue},
};
use diesel::{ExpressionMethods, QueryDsl, delete, update};
use diesel_async::RunQueryDsl;

use super::email::EmailState;
use crate::error::Result;

/// An email that was written or has changed its state.
#[derive(Clone, Copy, Debug)]
pub struct StateChange {
    /// `emails_email.id`.
    pub email: i32,
    /// The state that it is in now.
    pub state: EmailState,
    /// Whether Slack has been alerted about this email before.
    pub is_alert_sent: bool,
}

/// Writes an email's state and sets off what it calls for.
pub(super) async fn change_state(
    conn: &mut Connection,
    change: StateChange,
    processed_at: Option<DateTime<Utc>>,
) -> Result<()> {
    update(emails_email::table.find(change.email))
        .set((
            emails_email::state.eq(change.state.code()),
            processed_at.map(|at| emails_email::processed_at.eq(at)),
        ))
        .execute(conn)
        .await?;
    after_state_change(conn, change).await
}

/// Enqueues the job that an email's new state calls for, on the connection (and so in the
/// transaction) that wrote the state. Everything that writes a state calls this.
pub async fn after_state_change(conn: &mut Connection, change: StateChange) -> Result<()> {
    let email = change.email;
    match change.state {
        EmailState::ReadyToSend => {
            // It is on its way again: should it get stuck, that is a new alert.
            delete(email_stuck::table.find(email)).execute(conn).await?;
            Ok(enqueue(conn, &Job::SendEmail { email }).await?)
        }
        EmailState::DeliveryFailure if !change.is_alert_sent => {
            Ok(enqueue(conn, &Job::AlertEmailFailed { email }).await?)
        }
        EmailState::Ingested if !change.is_alert_sent => {
            Ok(enqueue(conn, &Job::AlertEmailReceived { email }).await?)
        }
        EmailState::Draft
        | EmailState::Sent
        | EmailState::Delivered
        | EmailState::DeliveryFailure
        | EmailState::Saving
        | EmailState::Received
        | EmailState::Ingested
        | EmailState::IngestFailure => Ok(()),
    }
}
