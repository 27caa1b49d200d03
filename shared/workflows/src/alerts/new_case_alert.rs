//! Tells the team about a new case.

use clerk_base::urls;
use clerk_domain::{Context, error::Result, templates, vocabulary::cases};
use clerk_store::db::schema::core_issue;
use diesel::{ExpressionMethods, OptionalExtension, QueryDsl, Queryable, update};
use diesel_async::RunQueryDsl;
use minijinja::context;
use uuid::Uuid;

use super::{CLIENT_INTAKE, post};

#[derive(Queryable)]
struct Case {
    topic: String,
    fileref: String,
    referrer: String,
    referrer_type: String,
}

/// Posts to the intake channel that there is a new case, once.
///
/// # Errors
/// See [`post`].
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
        tracing::info!(case = %id, "no new case to tell about");
        return Ok(());
    };
    let values = context! {
        topic => cases::TOPIC.display(&case.topic),
        case_url => format!("{}{}", ctx.config.web.base_url, urls::case(id)),
        fileref => case.fileref,
        referrer_type => cases::REFERRER_TYPE.display(&case.referrer_type),
        referrer => case.referrer,
    };
    let text = templates::render("slack/new_case.txt", values)?;
    if post(ctx, CLIENT_INTAKE, &text).await? {
        update(core_issue::table.find(id))
            .set(core_issue::is_alert_sent.eq(true))
            .execute(&mut *ctx.db().await?)
            .await?;
    }
    Ok(())
}
