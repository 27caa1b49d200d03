//! Mail comes in: what happens from the job `IngestEmail` to an email of a case.
//!
//! 1. Find the stored post. It may have been ingested by another run: then there is nothing to do.
//! 2. Read the message, and make the digest by which one that comes twice is known.
//! 3. Find its case, unless a person has given it to one. What fits no case goes to the tray, and the team
//!    is alerted.
//! 4. Store its files.
//! 5. Write the email, its attachments, its thread, the note in the timeline and the alert for the
//!    paralegal, all rows or none.
//!
//! Everything that takes long happens before 5, and doing it again does no harm: the same file has the
//! same key.

use chrono::TimeDelta;
use clerk_domain::{
    Context,
    emails::inbox::{
        self, InboundEmail, Ingestion, Kind, Message, Reason, Route,
        tray::{self, ForTray},
    },
    error::Result,
};
use uuid::Uuid;

/// Ingests a stored message. Does nothing when that has been done.
///
/// # Errors
/// Transient when the database or the file store fails, which is worth another attempt.
pub async fn ingest(ctx: &Context, id: Uuid) -> Result<Ingestion> {
    let Some(post) = inbox::find_waiting(&mut *ctx.db().await?, id).await? else {
        return Ok(Ingestion::Nothing);
    };
    let body = post.body(ctx).await?;
    let (message, hash) = inbox::read(post.content_type, body).await?;
    let mail = &ctx.config.mail;
    let route = match post.case {
        // A person has looked at it.
        Some(case) => Route { to: Ok(case), kind: Kind::Personal },
        None => inbox::route(&mut *ctx.db().await?, &message, mail).await?,
    };
    let case = match route.to {
        Ok(case) => case,
        Err(reason) => {
            return put_into_tray(ctx, ForTray { id, message: &message, hash: &hash, reason })
                .await;
        }
    };
    let files = inbox::store_files(ctx, &message.files).await?;
    let email =
        InboundEmail { message: &message, hash: &hash, case, kind: route.kind, files: &files };
    let now = ctx.clock.now();
    let ingestion = inbox::write(&mut *ctx.db().await?, id, email, mail, now).await?;
    tracing::info!(message = %id, %case, ?ingestion, "a message has come in");
    Ok(ingestion)
}

/// Puts a message whose reading fails into the tray, with nothing known about it.
pub async fn give_up(ctx: &Context, id: Uuid) -> Result<Ingestion> {
    let reason = Reason::Defect;
    put_into_tray(ctx, ForTray { id, message: &Message::default(), hash: "", reason }).await
}

async fn put_into_tray(ctx: &Context, new: ForTray<'_>) -> Result<Ingestion> {
    let pause = TimeDelta::minutes(i64::from(ctx.config.inbound.alert_minutes));
    tray::put(&mut *ctx.db().await?, new, pause, ctx.clock.now()).await
}
