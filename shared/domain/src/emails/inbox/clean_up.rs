//! What is left of posts: halves that were never finished, and bodies that have served.

use chrono::TimeDelta;
use clerk_store::db::schema::clerk::inbound_message;
use diesel::{BoolExpressionMethods, ExpressionMethods, QueryDsl, delete, update};
use diesel_async::RunQueryDsl;

use super::InboundState;
use crate::{Context, error::Result};

/// After this the sender has given up on a post that we did not answer, or has sent it again.
const MAX_STORING: TimeDelta = TimeDelta::days(4);
/// How long the post of an email is kept as it came.
const KEEP: TimeDelta = TimeDelta::days(90);

/// Deletes posts that were never stored whole, and the bodies of those that became an email long ago;
/// the email has everything. Rows go before objects, so that no row is without its bytes. Returns how
/// many.
pub async fn clean_up(ctx: &Context) -> Result<usize> {
    let now = ctx.clock.now();
    let conn = &mut *ctx.db().await?;
    let unfinished: Vec<Option<String>> = delete(
        inbound_message::table
            .filter(inbound_message::state.eq(InboundState::Storing.code()))
            .filter(inbound_message::received_at.lt(now - MAX_STORING)),
    )
    .returning(inbound_message::storage_key)
    .get_results(conn)
    .await?;
    let done = [InboundState::Ingested.code(), InboundState::Duplicate.code()];
    let old: Vec<(uuid::Uuid, Option<String>)> = inbound_message::table
        .filter(inbound_message::state.eq_any(done))
        .filter(inbound_message::received_at.lt(now - KEEP))
        .filter(inbound_message::storage_key.is_not_null())
        .select((inbound_message::id, inbound_message::storage_key))
        .load(conn)
        .await?;
    update(inbound_message::table)
        .filter(inbound_message::state.eq_any(done))
        .filter(inbound_message::received_at.lt(now - KEEP))
        .filter(inbound_message::body.is_not_null().or(inbound_message::storage_key.is_not_null()))
        .set((
            inbound_message::body.eq(None::<Vec<u8>>),
            inbound_message::storage_key.eq(None::<String>),
        ))
        .execute(conn)
        .await?;
    let keys: Vec<String> =
        unfinished.into_iter().chain(old.into_iter().map(|(_, key)| key)).flatten().collect();
    for key in &keys {
        ctx.files.delete(key).await?;
    }
    Ok(keys.len())
}
