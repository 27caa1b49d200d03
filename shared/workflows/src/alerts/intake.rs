//! Alerts about forms that came in.

use clerk_base::urls;
use clerk_domain::{
    Context,
    error::Result,
    templates,
    vocabulary::cases::{REFERRER_TYPE, Topic},
};
use clerk_store::db::schema::{core_issue, core_submission};
use diesel::{ExpressionMethods, OptionalExtension, QueryDsl, Queryable, update};
use diesel_async::RunQueryDsl;
use minijinja::context;
use uuid::Uuid;

use super::slack::{CLIENT_INTAKE, post_to_channel};

#[derive(Queryable)]
struct Case {
    topic: Topic,
    fileref: String,
    referrer: String,
    referrer_type: String,
}

/// Posts to the intake channel that a form has become a case, once.
///
/// # Errors
/// As [`post_to_channel`].
pub async fn alert_new_case(ctx: &Context, id: Uuid) -> Result<()> {
    let case: Option<Case> = core_issue::table
        .find(id)
        .filter(core_issue::is_alert_sent.eq(false))
        .select((
            core_issue::topic,
            core_issue::fileref,
            core_issue::referrer,
            core_issue::referrer_type,
        ))
        .first(&mut *ctx.db().await?)
        .await
        .optional()?;
    let Some(case) = case else {
        tracing::info!(case = %id, "no new case to alert of");
        return Ok(());
    };
    let values = context! {
        topic => case.topic.label(),
        case_url => format!("{}{}", ctx.config.web.base_url, urls::case(id)),
        fileref => case.fileref,
        referrer_type => REFERRER_TYPE.display(&case.referrer_type),
        referrer => case.referrer,
    };
    let text = templates::render("slack/new_case.txt", values)?;
    if post_to_channel(ctx, CLIENT_INTAKE, &text).await? {
        update(core_issue::table.find(id))
            .set(core_issue::is_alert_sent.eq(true))
            .execute(&mut *ctx.db().await?)
            .await?;
    }
    Ok(())
}

/// Posts to the intake channel that a submission needs the tech team, unless it has become a case
/// in the meantime.
///
/// # Errors
/// As [`post_to_channel`].
pub async fn alert_submission_failed(ctx: &Context, id: Uuid) -> Result<()> {
    let waiting: Option<Uuid> = core_submission::table
        .find(id)
        .filter(core_submission::is_processed.eq(false))
        .select(core_submission::id)
        .first(&mut *ctx.db().await?)
        .await
        .optional()?;
    let Some(submission) = waiting else {
        tracing::info!(submission = %id, "no failed submission to alert of");
        return Ok(());
    };
    let values = context! { submission => submission.to_string() };
    let text = templates::render("slack/submission_failed.txt", values)?;
    post_to_channel(ctx, CLIENT_INTAKE, &text).await.map(|_| ())
}
