//! Changing a client.

use chrono::{DateTime, Utc};
use clerk_store::db::{Connection, schema::core_client};
use diesel::{ExpressionMethods, OptionalExtension, QueryDsl, SelectableHelper, update as change};
use diesel_async::{AsyncConnection, RunQueryDsl};
use uuid::Uuid;

use super::{Client, ClientInput, with_email};
use crate::{
    access::{Account, clients},
    error::{DomainError, Result},
};

/// Changes the columns given, for somebody who may see the client.
///
/// A new email address may not be another client's, whatever its capitals. An address that stays as
/// it is passes, since old rows share some.
///
/// # Errors
/// As [`access::check`]; `unique` for the email address.
pub async fn update(
    conn: &mut Connection,
    actor: &Account,
    id: Uuid,
    input: &ClientInput,
    now: DateTime<Utc>,
) -> Result<Client> {
    conn.transaction(async |conn| {
        clients::check(conn, actor, id).await?;
        if let Some(email) = &input.email {
            claim(conn, id, email).await?;
        }
        change(core_client::table.find(id))
            .set((core_client::modified_at.eq(now), input))
            .returning(Client::as_returning())
            .get_result(conn)
            .await
            .optional()?
            .ok_or(DomainError::NotFound)
    })
    .await
}

/// Makes sure that no other client has an address or gets it before the transaction ends.
async fn claim(conn: &mut Connection, id: Uuid, email: &str) -> Result<()> {
    let same = with_email(conn, email).await?;
    let present: Option<String> = core_client::table
        .find(id)
        .select(core_client::email)
        .for_update()
        .first(conn)
        .await
        .optional()?;
    if present.as_deref() != Some(email) && same.iter().any(|other| *other != id) {
        let detail = "Another client has this email address.";
        return Err(DomainError::invalid("email", "unique", detail));
    }
    Ok(())
}
