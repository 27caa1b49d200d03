//! Gives the folder of a case to who works on it.

use clerk_domain::{
    Context,
    error::{DomainError, Result},
};
use clerk_services::microsoft::Drive;
use clerk_store::db::{
    Connection,
    schema::{auth_user, core_issueevent},
};
use diesel::{OptionalExtension, QueryDsl};
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::access::{set_access, team};

/// How often the team may change while its permissions are set.
const ROUNDS: usize = 5;

/// Lets the people whom an assignment named into the folder of the case, or no longer, going by who
/// works on the case now: somebody who went from one role to the other stays, and an old assignment
/// undoes no newer one. A case without a folder gets both with [`super::set_up_case_folder`].
///
/// # Errors
/// Fails when the database or SharePoint does.
pub async fn move_case_access(ctx: &Context, event: i32) -> Result<()> {
    let Some((case, people)) = named(&mut *ctx.db().await?, event).await? else {
        tracing::warn!(event, "no such event");
        return Ok(());
    };
    let Some(drive) = Drive::new(&ctx.outside, &ctx.config.microsoft) else {
        tracing::info!(event, "folder not shared: no SharePoint client is configured");
        return Ok(());
    };
    let mut before = team(&mut *ctx.db().await?, case).await?;
    for _ in 0..ROUNDS {
        for email in &people {
            if !set_access(&drive, case, email, before.contains(email)).await? {
                tracing::info!(event, %case, "the case has no folder yet");
                return Ok(());
            }
        }
        let now = team(&mut *ctx.db().await?, case).await?;
        if now == before {
            tracing::info!(event, %case, "folder shared");
            return Ok(());
        }
        before = now;
    }
    Err(DomainError::Unavailable("the people of this case keep changing".to_owned()))
}

/// The case of an event, and the addresses of the people it names.
async fn named(conn: &mut Connection, event: i32) -> Result<Option<(Uuid, Vec<String>)>> {
    let row: Option<(Uuid, Option<i32>, Option<i32>)> = core_issueevent::table
        .find(event)
        .select((
            core_issueevent::issue_id,
            core_issueevent::prev_user_id,
            core_issueevent::next_user_id,
        ))
        .first(conn)
        .await
        .optional()?;
    let Some((case, previous, next)) = row else { return Ok(None) };
    let mut people = Vec::new();
    // Who leaves goes first.
    for id in [previous, next].into_iter().flatten() {
        let email: String = auth_user::table.find(id).select(auth_user::email).first(conn).await?;
        people.push(email);
    }
    Ok(Some((case, people)))
}
