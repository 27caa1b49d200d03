//! Tells the team about emails that a person has to see to.

use clerk_base::urls;
use clerk_domain::{
    Context,
    emails::{self, AttemptState, stuck},
    error::{DomainError, Result},
    templates,
};
use clerk_store::db::{
    Connection,
    schema::{clerk::email_attempt, core_issue, emails_email},
};
use diesel::{ExpressionMethods, OptionalExtension, QueryDsl, update};
use diesel_async::{AsyncConnection, RunQueryDsl};
use minijinja::{Value, context};
use uuid::Uuid;

use super::{CLIENT_INTAKE, post};

/// Posts to the intake channel that nobody knows whether an email is out, unless that has become clear
/// or was posted before.
///
/// # Errors
/// See [`post`]; [`DomainError::Busy`] while the call may be under way.
pub async fn alert_email_unresolved(ctx: &Context, attempt: Uuid) -> Result<()> {
    let (now, lease) = (ctx.clock.now(), emails::lease(ctx));
    let settled = ctx
        .db()
        .await?
        .transaction(async |conn| emails::settle(conn, now, lease, attempt).await)
        .await;
    let locked = match settled {
        Err(DomainError::NotFound) => return Ok(()),
        other => other?,
    };
    if locked.state != AttemptState::Unresolved || locked.is_alerted {
        tracing::info!(%attempt, "no unresolved attempt to tell about");
        return Ok(());
    }
    let values = context! {
        attempt => attempt.to_string(),
        reason => locked.reason,
        ..case_of(ctx, &mut *ctx.db().await?, locked.email).await?
    };
    let text = templates::render("slack/email_unresolved.txt", values)?;
    if post(ctx, CLIENT_INTAKE, &text).await? {
        update(email_attempt::table.find(attempt))
            .set(email_attempt::alerted_at.eq(ctx.clock.now()))
            .execute(&mut *ctx.db().await?)
            .await?;
    }
    Ok(())
}

/// Posts to the intake channel that an email is to be sent and nothing will send it, unless something
/// will by now or it was posted before.
///
/// # Errors
/// See [`post`].
pub async fn alert_email_stuck(ctx: &Context, email: i32) -> Result<()> {
    let values = {
        let conn = &mut *ctx.db().await?;
        if !stuck::is_to_be_told(conn, email).await? {
            tracing::info!(email, "no stuck email to tell about");
            return Ok(());
        }
        case_of(ctx, conn, email).await?
    };
    let text = templates::render("slack/email_stuck.txt", values)?;
    if post(ctx, CLIENT_INTAKE, &text).await? {
        stuck::told(&mut *ctx.db().await?, ctx.clock.now(), email).await?;
    }
    Ok(())
}

/// The email and its case, for a template.
async fn case_of(ctx: &Context, conn: &mut Connection, email: i32) -> Result<Value> {
    let case: Option<(Uuid, String)> = emails_email::table
        .inner_join(core_issue::table)
        .filter(emails_email::id.eq(email))
        .select((core_issue::id, core_issue::fileref))
        .first(conn)
        .await
        .optional()?;
    let base = &ctx.config.web.base_url;
    Ok(context! {
        email,
        emails_url => case.as_ref().map(|(case, _)| format!("{base}{}", urls::case_emails(*case))),
        fileref => case.as_ref().map(|(_, fileref)| fileref),
    })
}
