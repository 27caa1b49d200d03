//! Keeps a post of the inbound webhook, whole, before it is answered, and gives it back.
//!
//! A small one is a row. A large one is a row that says where the bytes will be, then an object, then
//! the row's next state: whatever dies in between, the sender gets no 2xx and posts again, and the
//! daily clean-up finds what was left.

use std::path::Path;

use aws_lc_rs::digest::{Context as Sha, SHA256};
use bytes::Bytes;
use clerk_store::{
    StoreError,
    db::{Connection, schema::clerk::inbound_message},
    jobs::{Job, enqueue},
};
use diesel::{
    ExpressionMethods, OptionalExtension, QueryDsl, Queryable, insert_into, query_dsl::methods,
    update,
};
use diesel_async::{AsyncConnection, RunQueryDsl};
use tempfile::TempPath;
use tokio::{
    fs::File,
    io::{AsyncWriteExt, BufWriter},
};
use uuid::Uuid;

use super::InboundState;
use crate::{
    Context,
    error::{DomainError, Result},
};

/// A post up to this size is kept in its row.
const MAX_SMALL: usize = 128 * 1024;

/// A post on its way in: in memory while it is small, in a temporary file from then on.
pub struct Post {
    content_type: String,
    hash: Sha,
    size: u64,
    limit: u64,
    small: Vec<u8>,
    large: Option<(BufWriter<File>, TempPath)>,
}

impl Post {
    /// Begins a post of at most `limit` bytes. `content_type` is the header.
    #[must_use]
    pub fn new(content_type: &str, limit: u64) -> Self {
        let content_type: String =
            content_type.chars().filter(|letter| !letter.is_control()).collect();
        let mut hash = Sha::new(&SHA256);
        hash.update(content_type.as_bytes());
        hash.update(b"\n");
        Self { content_type, hash, size: 0, limit, small: Vec::new(), large: None }
    }

    /// Takes the next piece.
    ///
    /// # Errors
    /// [`DomainError::Invalid`] when the post is larger than its limit, [`DomainError::Files`] when it
    /// cannot be written.
    pub async fn write(&mut self, piece: &[u8]) -> Result<()> {
        self.size += piece.len() as u64;
        if self.size > self.limit {
            let detail = format!("A message has at most {} bytes.", self.limit);
            return Err(DomainError::invalid("non_field_errors", "invalid", detail));
        }
        self.hash.update(piece);
        if self.large.is_none() && self.small.len() + piece.len() > MAX_SMALL {
            let (file, path) = tempfile::NamedTempFile::new().map_err(failed)?.into_parts();
            let mut file = BufWriter::with_capacity(MAX_SMALL, File::from_std(file));
            file.write_all(&self.small).await.map_err(failed)?;
            self.small = Vec::new();
            self.large = Some((file, path));
        }
        match &mut self.large {
            Some((file, _)) => file.write_all(piece).await.map_err(failed)?,
            None => self.small.extend_from_slice(piece),
        }
        Ok(())
    }
}

/// Stores a post that has arrived whole and enqueues its job. The same post again changes nothing.
///
/// # Errors
/// Whatever fails, the sender has to post again.
pub async fn store(ctx: &Context, post: Post) -> Result<()> {
    let sha256 = hex::encode(post.hash.finish().as_ref());
    let size = i64::try_from(post.size).unwrap_or(i64::MAX);
    let row = Row { content_type: post.content_type, sha256, size };
    match post.large {
        None => store_small(ctx, row, post.small).await,
        Some((mut file, path)) => {
            file.flush().await.map_err(failed)?;
            store_large(ctx, row, &path).await
        }
    }
}

struct Row {
    content_type: String,
    sha256: String,
    size: i64,
}

async fn store_small(ctx: &Context, row: Row, body: Vec<u8>) -> Result<()> {
    let (id, now) = (Uuid::new_v4(), ctx.clock.now());
    ctx.db()
        .await?
        .transaction(async |conn| {
            let inserted = insert_into(inbound_message::table)
                .values((
                    inbound_message::id.eq(id),
                    inbound_message::received_at.eq(now),
                    inbound_message::content_type.eq(row.content_type),
                    inbound_message::sha256.eq(row.sha256),
                    inbound_message::size.eq(row.size),
                    inbound_message::body.eq(body),
                    inbound_message::state.eq(InboundState::Received.code()),
                ))
                .on_conflict(inbound_message::sha256)
                .do_nothing()
                .execute(conn)
                .await?;
            if inserted == 1 {
                enqueue(conn, &Job::IngestEmail { message: id }).await?;
            }
            Ok(())
        })
        .await
}

async fn store_large(ctx: &Context, row: Row, path: &Path) -> Result<()> {
    let Some((id, key)) = begin(ctx, row).await? else { return Ok(()) };
    ctx.files.put_file(&key, "application/octet-stream", path).await?;
    ctx.db().await?.transaction(async |conn| finish(conn, id).await).await
}

/// Makes the row of a large post, or takes over one that was left behind. Nothing when the post is
/// stored already.
async fn begin(ctx: &Context, row: Row) -> Result<Option<(Uuid, String)>> {
    let (id, now) = (Uuid::new_v4(), ctx.clock.now());
    // The new time keeps the row from being cleaned up while its bytes are stored.
    let upsert = insert_into(inbound_message::table)
        .values((
            inbound_message::id.eq(id),
            inbound_message::received_at.eq(now),
            inbound_message::content_type.eq(row.content_type),
            inbound_message::sha256.eq(row.sha256),
            inbound_message::size.eq(row.size),
            inbound_message::storage_key.eq(format!("inbound-email/{id}")),
            inbound_message::state.eq(InboundState::Storing.code()),
        ))
        .on_conflict(inbound_message::sha256)
        .do_update()
        .set(inbound_message::received_at.eq(now));
    let is_unfinished = inbound_message::state.eq(InboundState::Storing.code());
    let rows: Vec<(Uuid, Option<String>)> = methods::FilterDsl::filter(upsert, is_unfinished)
        .returning((inbound_message::id, inbound_message::storage_key))
        .load(&mut *ctx.db().await?)
        .await?;
    Ok(rows.into_iter().next().and_then(|(id, key)| Some((id, key?))))
}

/// The bytes are safe. Of several that stored the same post at once, one enqueues the job.
async fn finish(conn: &mut Connection, id: Uuid) -> Result<()> {
    let changed = update(inbound_message::table.find(id))
        .filter(inbound_message::state.eq(InboundState::Storing.code()))
        .set(inbound_message::state.eq(InboundState::Received.code()))
        .execute(conn)
        .await?;
    if changed == 1 {
        enqueue(conn, &Job::IngestEmail { message: id }).await?;
        return Ok(());
    }
    let is_there: i64 = inbound_message::table.find(id).count().get_result(conn).await?;
    if is_there == 1 {
        return Ok(());
    }
    Err(DomainError::Files("an inbound message was cleaned up while it was stored".to_owned()))
}

/// A stored post that waits to be ingested.
#[derive(Debug, Queryable)]
pub struct StoredPost {
    /// The header of the post.
    pub content_type: String,
    body: Option<Vec<u8>>,
    storage_key: Option<String>,
    size: i64,
    state: String,
    /// The case to which a person has given it.
    pub case: Option<Uuid>,
}

/// Finds a stored post that waits to be ingested. `None` when that has been done.
pub async fn find_waiting(conn: &mut Connection, id: Uuid) -> Result<Option<StoredPost>> {
    let post: Option<StoredPost> = inbound_message::table
        .find(id)
        .select((
            inbound_message::content_type,
            inbound_message::body,
            inbound_message::storage_key,
            inbound_message::size,
            inbound_message::state,
            inbound_message::case_id,
        ))
        .first(conn)
        .await
        .optional()?;
    Ok(post.filter(|post| post.state == InboundState::Received.code()))
}

impl StoredPost {
    /// The bytes of the post.
    ///
    /// # Errors
    /// [`DomainError::Files`] when they are missing: they were there, so they may come back.
    pub async fn body(&self, ctx: &Context) -> Result<Bytes> {
        match (&self.body, &self.storage_key) {
            (Some(body), _) => Ok(Bytes::copy_from_slice(body)),
            (None, Some(key)) => match ctx.files.get(key, self.size.unsigned_abs()).await {
                Err(StoreError::NotFound) => Err(DomainError::Files(format!("{key} is missing"))),
                other => Ok(other?),
            },
            (None, None) => {
                Err(DomainError::Fatal("an inbound message without its bytes".to_owned()))
            }
        }
    }
}

#[expect(clippy::needless_pass_by_value, reason = "the shape that map_err wants")]
fn failed(error: std::io::Error) -> DomainError {
    DomainError::Files(format!("temporary file: {error}"))
}
