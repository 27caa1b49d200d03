//! Alerts about emails. When they are called for is decided by `emails/state_changes.rs` (failed,
//! received) and by the search for what is stuck.

use std::collections::BTreeSet;

use chrono::TimeDelta;
use clerk_base::urls;
use clerk_domain::{
    Context,
    emails::{
        EmailState,
        inbox::tray,
        outbox::{self, AttemptState, stuck},
    },
    error::{DomainError, Result},
    templates,
};
use clerk_store::db::{
    Connection,
    schema::{auth_user, clerk::email_attempt, core_issue, emails_email},
};
use diesel::{
    ExpressionMethods, JoinOnDsl, NullableExpressionMethods, OptionalExtension, QueryDsl,
    Queryable, update,
};
use diesel_async::{AsyncConnection, RunQueryDsl};
use minijinja::{Value, context};
use uuid::Uuid;

use super::slack::{CLIENT_INTAKE, post_to_channel, post_to_person};

/// An email of which no alert was sent.
#[derive(Queryable)]
struct Waiting {
    case: Option<(Uuid, String, bool)>,
    paralegal_email: Option<String>,
}

/// Alerts that an email was not delivered, once an email.
///
/// # Errors
/// As [`post_to_channel`].
pub async fn alert_email_failed(ctx: &Context, id: i32) -> Result<()> {
    let found = find(&mut *ctx.db().await?, id, EmailState::DeliveryFailure).await?;
    let Some(failed) = found else {
        tracing::info!(email = id, "no failed email to alert of");
        return Ok(());
    };
    let reason = reason(&mut *ctx.db().await?, id).await?;
    let text = failed_text(ctx, id, &failed, reason.as_deref())?;
    post_once(ctx, id, &failed, &text).await
}

/// Alerts that an email of a case has come in, once an email.
///
/// # Errors
/// As [`post_to_channel`].
pub async fn alert_email_received(ctx: &Context, id: i32) -> Result<()> {
    let found = find(&mut *ctx.db().await?, id, EmailState::Ingested).await?;
    let Some((received, (case, fileref, _))) =
        found.and_then(|received| received.case.clone().map(|case| (received, case)))
    else {
        tracing::info!(email = id, "no new email to alert of");
        return Ok(());
    };
    let base = &ctx.config.web.base_url;
    let values = context! {
        case_url => format!("{base}{}", urls::case(case)),
        emails_url => format!("{base}{}", urls::case_emails(case)),
        fileref,
    };
    let text = templates::render("slack/email_received.txt", values)?.trim_end().to_owned();
    post_once(ctx, id, &received, &text).await
}

/// Posts to the intake channel that it is not known whether an email is out, unless that has become
/// clear or was posted before.
///
/// # Errors
/// As [`post_to_channel`]; [`DomainError::Busy`] while the call may be under way.
pub async fn alert_email_unresolved(ctx: &Context, attempt: Uuid) -> Result<()> {
    let (lease, now) = (outbox::lease(&ctx.mailer), ctx.clock.now());
    let settled = ctx
        .db()
        .await?
        .transaction(async |conn| outbox::lock_attempt(conn, attempt, lease, now).await)
        .await;
    let locked = match settled {
        Err(DomainError::NotFound) => return Ok(()),
        other => other?,
    };
    if locked.state != AttemptState::Unresolved || locked.is_alerted {
        tracing::info!(%attempt, "no unresolved attempt to alert of");
        return Ok(());
    }
    let values = context! {
        attempt => attempt.to_string(),
        reason => locked.reason,
        ..case_of(ctx, &mut *ctx.db().await?, locked.email).await?
    };
    let text = templates::render("slack/email_unresolved.txt", values)?;
    if post_to_channel(ctx, CLIENT_INTAKE, &text).await? {
        update(email_attempt::table.find(attempt))
            .set(email_attempt::alerted_at.eq(ctx.clock.now()))
            .execute(&mut *ctx.db().await?)
            .await?;
    }
    Ok(())
}

/// Posts to the intake channel that an email is to be sent and nothing will send it, unless
/// something will by now or it was posted before.
///
/// # Errors
/// As [`post_to_channel`].
pub async fn alert_email_stuck(ctx: &Context, email: i32) -> Result<()> {
    let values = {
        let conn = &mut *ctx.db().await?;
        if !stuck::needs_alert(conn, email).await? {
            tracing::info!(email, "no stuck email to alert of");
            return Ok(());
        }
        case_of(ctx, conn, email).await?
    };
    let text = templates::render("slack/email_stuck.txt", values)?;
    if post_to_channel(ctx, CLIENT_INTAKE, &text).await? {
        stuck::mark_alerted(&mut *ctx.db().await?, email, ctx.clock.now()).await?;
    }
    Ok(())
}

/// Posts to the intake channel that messages have come into the tray, unless that was posted
/// before.
///
/// # Errors
/// As [`post_to_channel`].
pub async fn alert_unrouted_email(ctx: &Context) -> Result<()> {
    let messages = tray::unalerted(&mut *ctx.db().await?).await?;
    if messages.is_empty() {
        tracing::info!("no unrouted email to alert of");
        return Ok(());
    }
    let reasons: BTreeSet<&str> = messages.iter().map(|(_, reason)| reason.as_str()).collect();
    let reasons: Vec<String> = reasons.into_iter().map(|reason| reason.replace('_', " ")).collect();
    let values = context! { count => messages.len(), reasons };
    let text = templates::render("slack/email_unrouted.txt", values)?;
    post_to_channel(ctx, CLIENT_INTAKE, text.trim_end()).await?;
    let ids: Vec<_> = messages.into_iter().map(|(id, _)| id).collect();
    let pause = TimeDelta::minutes(i64::from(ctx.config.inbound.alert_minutes));
    tray::mark_alerted(&mut *ctx.db().await?, &ids, pause, ctx.clock.now()).await
}

/// Who sees to the emails of a case: the paralegal of an open one, directly. Of other emails the
/// intake channel hears.
fn responsible(waiting: &Waiting) -> Option<&str> {
    let (.., is_open) = waiting.case.as_ref()?;
    waiting.paralegal_email.as_deref().filter(|_| *is_open)
}

/// Posts a text to whoever sees to an email, and marks the email as alerted of.
async fn post_once(ctx: &Context, id: i32, waiting: &Waiting, text: &str) -> Result<()> {
    let is_posted = match responsible(waiting) {
        Some(paralegal) => post_to_responsible(ctx, paralegal, text).await?,
        None => false,
    };
    if is_posted || post_to_channel(ctx, CLIENT_INTAKE, text).await? {
        update(emails_email::table.find(id))
            .set(emails_email::is_alert_sent.eq(true))
            .execute(&mut *ctx.db().await?)
            .await?;
    }
    Ok(())
}

/// Posts to a person. What Slack refuses goes to the channel instead, so that it is read. Only here
/// the setting `SLACK_EMAIL_ALERT_OVERRIDE` counts, as in the original.
async fn post_to_responsible(ctx: &Context, email: &str, text: &str) -> Result<bool> {
    let email = ctx.config.slack.alert_override.as_deref().unwrap_or(email);
    match post_to_person(ctx, email, text).await {
        Err(DomainError::Fatal(reason)) => {
            tracing::error!(reason, "slack direct message not sent");
            Ok(false)
        }
        other => other,
    }
}

async fn find(conn: &mut Connection, id: i32, state: EmailState) -> Result<Option<Waiting>> {
    Ok(emails_email::table
        .left_join(core_issue::table)
        .left_join(
            auth_user::table.on(auth_user::id.nullable().eq(core_issue::paralegal_id.nullable())),
        )
        .filter(emails_email::id.eq(id))
        .filter(emails_email::state.eq(state.code()))
        .filter(emails_email::is_alert_sent.eq(false))
        .select((
            (core_issue::id, core_issue::fileref, core_issue::is_open).nullable(),
            auth_user::email.nullable(),
        ))
        .first(conn)
        .await
        .optional()?)
}

/// Why the provider refused an email, when it did.
async fn reason(conn: &mut Connection, id: i32) -> Result<Option<String>> {
    let reason: Option<Option<String>> = email_attempt::table
        .filter(email_attempt::email_id.eq(id))
        .filter(email_attempt::state.eq(AttemptState::Rejected.code()))
        .order(email_attempt::created_at.desc())
        .select(email_attempt::reason)
        .first(conn)
        .await
        .optional()?;
    Ok(reason.flatten())
}

fn failed_text(ctx: &Context, id: i32, failed: &Waiting, reason: Option<&str>) -> Result<String> {
    let base = &ctx.config.web.base_url;
    let case = failed.case.as_ref();
    let values = context! {
        email => id,
        case_url => case.map(|(case, ..)| format!("{base}{}", urls::case(*case))),
        emails_url => case.map(|(case, ..)| format!("{base}{}", urls::case_emails(*case))),
        reason,
        fileref => case.map(|(_, fileref, _)| fileref),
    };
    Ok(templates::render("slack/email_failed.txt", values)?.trim_end().to_owned())
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
