//! Tells somebody that an email was not delivered.

use clerk_base::urls;
use clerk_domain::{
    Context,
    emails::{AttemptState, EmailState},
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
use diesel_async::RunQueryDsl;
use minijinja::context;
use uuid::Uuid;

use super::{CLIENT_INTAKE, direct::tell, post};

#[derive(Queryable)]
struct Failed {
    case: Option<(Uuid, String, bool)>,
    paralegal_email: Option<String>,
}

/// Tells the paralegal of an open case, else the intake channel, that an email was not delivered.
/// Once an email.
///
/// # Errors
/// See [`post`].
pub async fn alert_email_failed(ctx: &Context, id: i32) -> Result<()> {
    let Some(failed) = load(&mut *ctx.db().await?, id).await? else {
        tracing::info!(email = id, "no failed email to tell about");
        return Ok(());
    };
    let reason = reason(&mut *ctx.db().await?, id).await?;
    let text = text(ctx, id, &failed, reason.as_deref())?;
    let told = match failed.responsible() {
        Some(paralegal) => tell_or_log(ctx, paralegal, &text).await?,
        None => false,
    };
    if told || post(ctx, CLIENT_INTAKE, &text).await? {
        update(emails_email::table.find(id))
            .set(emails_email::is_alert_sent.eq(true))
            .execute(&mut *ctx.db().await?)
            .await?;
    }
    Ok(())
}

impl Failed {
    /// The address of the person who sees to the case.
    fn responsible(&self) -> Option<&str> {
        let (.., is_open) = self.case.as_ref()?;
        self.paralegal_email.as_deref().filter(|_| *is_open)
    }
}

async fn load(conn: &mut Connection, id: i32) -> Result<Option<Failed>> {
    let failed = emails_email::table
        .left_join(core_issue::table)
        .left_join(
            auth_user::table.on(auth_user::id.nullable().eq(core_issue::paralegal_id.nullable())),
        )
        .filter(emails_email::id.eq(id))
        .filter(emails_email::state.eq(EmailState::DeliveryFailure.code()))
        .filter(emails_email::is_alert_sent.eq(false))
        .select((
            (core_issue::id, core_issue::fileref, core_issue::is_open).nullable(),
            auth_user::email.nullable(),
        ))
        .first(conn)
        .await
        .optional()?;
    Ok(failed)
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

fn text(ctx: &Context, id: i32, failed: &Failed, reason: Option<&str>) -> Result<String> {
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

/// Tells a person directly. What Slack refuses goes to the channel instead, so that somebody hears of
/// it.
pub(super) async fn tell_or_log(ctx: &Context, email: &str, text: &str) -> Result<bool> {
    let email = ctx.config.slack.alert_override.as_deref().unwrap_or(email);
    match tell(ctx, email, text).await {
        Err(DomainError::Fatal(reason)) => {
            tracing::error!(reason, "slack direct message not sent");
            Ok(false)
        }
        other => other,
    }
}
