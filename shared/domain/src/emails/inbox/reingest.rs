//! Trying again what did not become an email of a case.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use clerk_base::config::MailConfig;
use clerk_store::{
    db::{
        Connection,
        schema::{clerk::inbound_message, emails_email},
    },
    jobs::{Job, enqueue},
};
use diesel::{ExpressionMethods, OptionalExtension, QueryDsl, update};
use diesel_async::{AsyncConnection, RunQueryDsl};
use serde_json::Value;
use uuid::Uuid;

use super::{
    InboundState, Message, Reason,
    route::route,
    write::{self, InboundEmail, UNFINISHED},
};
use crate::{
    emails::EmailState,
    error::{DomainError, Result},
};

/// Reads a stored message again: one that waits, or is in the tray. Its job is enqueued.
///
/// # Errors
/// [`DomainError::NotFound`] when there is no such message, [`DomainError::Refused`] when it is an
/// email already or was dismissed.
pub async fn reingest_message(conn: &mut Connection, id: Uuid) -> Result<()> {
    conn.transaction(async |conn| {
        let state: Option<String> = inbound_message::table
            .find(id)
            .select(inbound_message::state)
            .for_update()
            .first(conn)
            .await
            .optional()?;
        let state = state.ok_or(DomainError::NotFound)?;
        if state != InboundState::Unrouted.code() && state != InboundState::Received.code() {
            let detail = format!("The message is {state}.").into();
            return Err(DomainError::Refused { code: "not_waiting", detail });
        }
        update(inbound_message::table.find(id))
            .set((
                inbound_message::state.eq(InboundState::Received.code()),
                inbound_message::data_hash.eq(None::<String>),
            ))
            .execute(conn)
            .await?;
        Ok(enqueue(conn, &Job::IngestEmail { message: id }).await?)
    })
    .await
}

/// Puts an email that the original received, but could not put to a case, to its case.
///
/// # Errors
/// [`DomainError::NotFound`] when there is no such email, [`DomainError::Fatal`] when it still fits no
/// case, or is nothing that was received.
pub async fn reingest_email(
    conn: &mut Connection,
    row: i32,
    mail: &MailConfig,
    now: DateTime<Utc>,
) -> Result<Uuid> {
    conn.transaction(async |conn| {
        let found: Option<(String, Option<Value>)> = emails_email::table
            .find(row)
            .select((emails_email::state, emails_email::received_data))
            .for_update()
            .first(conn)
            .await
            .optional()?;
        let (state, data) = found.ok_or(DomainError::NotFound)?;
        if !UNFINISHED.iter().any(|unfinished| unfinished.code() == state) {
            return Err(DomainError::Fatal(format!("email {row} is {state}")));
        }
        let message = Message::of_fields(fields(data));
        let route = route(conn, &message, mail).await?;
        let case = route.to.map_err(|reason: Reason| {
            DomainError::Fatal(format!("email {row} fits no case: {}", reason.code()))
        })?;
        let email =
            InboundEmail { message: &message, hash: "", case, kind: route.kind, files: &[] };
        let columns = write::fields(email, mail, now)?;
        update(emails_email::table.find(row)).set(columns).execute(conn).await?;
        write::follow(conn, row, email, false, now).await?;
        Ok(case)
    })
    .await
}

fn fields(data: Option<Value>) -> BTreeMap<String, String> {
    let fields = data.as_ref().and_then(Value::as_object).into_iter().flatten();
    fields
        .map(|(name, value)| {
            let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            (name.clone(), text)
        })
        .collect()
}

/// What waits or has failed, oldest first: stored messages without an end, and emails that the
/// original left.
pub async fn list_unfinished(conn: &mut Connection) -> Result<(Vec<Uuid>, Vec<i32>)> {
    let messages = inbound_message::table
        .filter(inbound_message::state.eq(InboundState::Received.code()))
        .order(inbound_message::received_at)
        .select(inbound_message::id)
        .load(conn)
        .await?;
    let emails = emails_email::table
        .filter(emails_email::state.eq_any(UNFINISHED.map(EmailState::code)))
        .order(emails_email::id)
        .select(emails_email::id)
        .load(conn)
        .await?;
    Ok((messages, emails))
}
