//! Tells somebody that an email has come in.

use clerk_base::urls;
use clerk_domain::{Context, emails::EmailState, error::Result, templates};
use clerk_store::db::schema::{auth_user, core_issue, emails_email};
use diesel::{
    ExpressionMethods, JoinOnDsl, NullableExpressionMethods, OptionalExtension, QueryDsl,
    Queryable, update,
};
use diesel_async::RunQueryDsl;
use minijinja::context;
use uuid::Uuid;

use super::{CLIENT_INTAKE, email_failed_alert::tell_or_log, post};

#[derive(Queryable)]
struct Received {
    case: Uuid,
    fileref: String,
    is_open: bool,
    paralegal_email: Option<String>,
}

/// Tells the paralegal of an open case, else the intake channel, that an email has come in. Once an
/// email.
///
/// # Errors
/// See [`post`].
pub async fn alert_email_received(ctx: &Context, id: i32) -> Result<()> {
    let received: Option<Received> = emails_email::table
        .inner_join(core_issue::table)
        .left_join(
            auth_user::table.on(auth_user::id.nullable().eq(core_issue::paralegal_id.nullable())),
        )
        .filter(emails_email::id.eq(id))
        .filter(emails_email::state.eq(EmailState::Ingested.code()))
        .filter(emails_email::is_alert_sent.eq(false))
        .select((
            core_issue::id,
            core_issue::fileref,
            core_issue::is_open,
            auth_user::email.nullable(),
        ))
        .first(&mut *ctx.db().await?)
        .await
        .optional()?;
    let Some(received) = received else {
        tracing::info!(email = id, "no new email to tell about");
        return Ok(());
    };
    let base = &ctx.config.web.base_url;
    let values = context! {
        case_url => format!("{base}{}", urls::case(received.case)),
        emails_url => format!("{base}{}", urls::case_emails(received.case)),
        fileref => received.fileref,
    };
    let text = templates::render("slack/email_received.txt", values)?.trim_end().to_owned();
    let told = match received.paralegal_email.filter(|_| received.is_open) {
        Some(paralegal) => tell_or_log(ctx, &paralegal, &text).await?,
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
