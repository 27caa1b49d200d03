//! What follows when an email changes its state.

use clerk_store::{
    db::Connection,
    jobs::{Job, enqueue},
};

use super::{EmailState, StateChange, stuck};
use crate::error::Result;

/// Enqueues the job that an email's new state calls for, on the connection (and so in the
/// transaction) that wrote the state. Everything that writes a state calls this.
///
/// # Errors
/// Fails when the database does.
pub async fn after_state_change(conn: &mut Connection, change: StateChange) -> Result<()> {
    let email = change.email;
    match change.state {
        EmailState::ReadyToSend => {
            stuck::forget(conn, email).await?;
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
