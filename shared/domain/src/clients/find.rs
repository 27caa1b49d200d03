//! One client.

use clerk_store::db::{Connection, schema::core_client};
use diesel::{OptionalExtension, QueryDsl, SelectableHelper};
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::Client;
use crate::{
    access::{Account, clients},
    error::{DomainError, Result},
};

/// The client with this id, for somebody who may see it.
///
/// # Errors
/// As [`access::check`].
pub async fn find(conn: &mut Connection, actor: &Account, id: Uuid) -> Result<Client> {
    clients::check(conn, actor, id).await?;
    core_client::table
        .find(id)
        .select(Client::as_select())
        .first(conn)
        .await
        .optional()?
        .ok_or(DomainError::NotFound)
}
