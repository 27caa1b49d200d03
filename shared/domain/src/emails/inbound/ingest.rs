//! Turns a stored message into an email of its case, once, or puts it into the tray.
//!
//! Everything that takes long happens before the transaction, and doing it again does no harm: the
//! same attachment has the same key. The transaction writes all rows or none.

use bytes::Bytes;
use clerk_store::StoreError;
use clerk_store::db::schema::clerk::inbound_message;
use diesel::{OptionalExtension, QueryDsl, Queryable};
use diesel_async::{AsyncConnection, RunQueryDsl};
use futures_util::future::try_join_all;
use uuid::Uuid;

use super::{
    File, InboundState, Kind, Message, Reason, attachment, digest,
    route::{Route, route},
    tray,
    write::{self, Email, Stored},
};
use crate::{
    Context,
    error::{DomainError, Result},
};

/// Attachments on their way to the file store at a time.
const AT_ONCE: usize = 8;

#[derive(Queryable)]
struct Row {
    content_type: String,
    body: Option<Vec<u8>>,
    storage_key: Option<String>,
    size: i64,
    state: String,
    case: Option<Uuid>,
}

/// What became of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ingestion {
    /// It is this email now.
    Email(i32),
    /// It was this email before.
    Duplicate(Option<i32>),
    /// It waits for a person.
    Unrouted(Reason),
    /// There was nothing to do.
    Nothing,
}

/// Ingests a stored message. Does nothing when that has been done.
///
/// # Errors
/// Fails when the database or the file store does, which is worth another attempt.
pub async fn ingest(ctx: &Context, id: Uuid) -> Result<Ingestion> {
    let Some(row) = load(ctx, id).await? else { return Ok(Ingestion::Nothing) };
    let body = body(ctx, &row).await?;
    let content_type = row.content_type;
    let (message, hash) = blocking(move || {
        let message = Message::parse(&content_type, &body);
        let hash = digest::of_fields(&message.fields);
        (message, hash)
    })
    .await?;
    let route = match row.case {
        // A person has looked at it.
        Some(case) => Route { to: Ok(case), kind: Kind::Personal },
        None => route(&mut *ctx.db().await?, &ctx.config.mail, &message).await?,
    };
    let case = match route.to {
        Ok(case) => case,
        Err(reason) => return tray::put(ctx, id, &message, &hash, reason).await,
    };
    let stored = keep_files(ctx, &message.files).await?;
    let email = Email { message: &message, hash: &hash, case, kind: route.kind, stored: &stored };
    let ingestion =
        ctx.db().await?.transaction(async |conn| write::write(conn, ctx, id, &email).await).await?;
    tracing::info!(message = %id, %case, ?ingestion, "a message has come in");
    Ok(ingestion)
}

/// Puts a message whose reading fails into the tray, with nothing known about it.
///
/// # Errors
/// Fails when the database does.
pub async fn give_up(ctx: &Context, id: Uuid) -> Result<Ingestion> {
    tray::put(ctx, id, &Message::default(), "", Reason::Defect).await
}

async fn load(ctx: &Context, id: Uuid) -> Result<Option<Row>> {
    let row: Option<Row> = inbound_message::table
        .find(id)
        .select((
            inbound_message::content_type,
            inbound_message::body,
            inbound_message::storage_key,
            inbound_message::size,
            inbound_message::state,
            inbound_message::case_id,
        ))
        .first(&mut *ctx.db().await?)
        .await
        .optional()?;
    Ok(row.filter(|it| it.state == InboundState::Received.code()))
}

async fn body(ctx: &Context, row: &Row) -> Result<Bytes> {
    match (&row.body, &row.storage_key) {
        (Some(body), _) => Ok(Bytes::copy_from_slice(body)),
        (None, Some(key)) => match ctx.files.get(key, row.size.unsigned_abs()).await {
            // It was there, so it may come back with the rest of the store.
            Err(StoreError::NotFound) => Err(DomainError::Files(format!("{key} is missing"))),
            other => Ok(other?),
        },
        (None, None) => Err(DomainError::Fatal("an inbound message without its bytes".to_owned())),
    }
}

async fn keep_files(ctx: &Context, files: &[File]) -> Result<Vec<Stored>> {
    let owned = files.to_vec();
    let keys = move || owned.iter().map(|it| attachment::key(&it.name, &it.bytes)).collect();
    let keys: Vec<String> = blocking(keys).await?;
    let stored: Vec<_> = files.iter().zip(keys).map(|(file, key)| Stored::new(file, key)).collect();
    let all: Vec<_> = files.iter().zip(&stored).collect();
    for some in all.chunks(AT_ONCE) {
        let puts = some
            .iter()
            .map(|(file, it)| ctx.files.put(&it.key, &it.content_type, file.bytes.clone()));
        try_join_all(puts).await?;
    }
    Ok(stored)
}

/// Work that takes long and never waits.
async fn blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T> {
    tokio::task::spawn_blocking(work)
        .await
        .map_err(|error| DomainError::Fatal(format!("reading a message: {error}")))
}
