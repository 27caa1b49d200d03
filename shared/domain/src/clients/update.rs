//! Changing a client.

use chrono::{DateTime, Utc};
use clerk_store::db::{Connection, lock, schema::core_client};
use diesel::{
    ExpressionMethods, OptionalExtension, QueryDsl, SelectableHelper, define_sql_function,
    dsl::exists, select, sql_types::Text, update as change,
};
use diesel_async::{AsyncConnection, RunQueryDsl};
use uuid::Uuid;

use super::{Client, ClientInput};
use crate::{
    access::{Account, clients},
    error::{DomainError, Result},
};

define_sql_function! {
    fn lower(text: Text) -> Text;
}

/// Changes the columns given, for somebody who may see the client.
///
/// A new email address may not be another client's, whatever its capitals. An address that stays as
/// it is passes, since old rows share some.
///
/// # Errors
/// As [`access::check`]; `unique` for the email address.
pub async fn update(
    conn: &mut Connection,
    account: &Account,
    now: DateTime<Utc>,
    id: Uuid,
    input: &ClientInput,
) -> Result<Client> {
    conn.transaction(async |conn| {
        clients::check(conn, account, id).await?;
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

/// Makes sure that no other client has an address or gets it before the transaction ends. There is no
/// constraint in the database; forms that come in take the same lock.
async fn claim(conn: &mut Connection, id: Uuid, email: &str) -> Result<()> {
    lock::take(conn, lock::CLIENT, &email.to_lowercase()).await?;
    let present: Option<String> = core_client::table
        .find(id)
        .select(core_client::email)
        .for_update()
        .first(conn)
        .await
        .optional()?;
    if present.as_deref() == Some(email) {
        return Ok(());
    }
    let others = core_client::table
        .filter(lower(core_client::email).eq(lower(email)))
        .filter(core_client::id.ne(id));
    if select(exists(others)).get_result(conn).await? {
        let detail = "Another client has this email address.";
        return Err(DomainError::invalid("email", "unique", detail));
    }
    Ok(())
}
