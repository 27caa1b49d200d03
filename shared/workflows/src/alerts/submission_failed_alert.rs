//! Tells the team that a submission could not be turned into a case.

use clerk_domain::{Context, error::Result, templates};
use clerk_store::db::schema::core_submission;
use diesel::{ExpressionMethods, OptionalExtension, QueryDsl};
use diesel_async::RunQueryDsl;
use minijinja::context;
use uuid::Uuid;

use super::{CLIENT_INTAKE, post};

/// Posts to the intake channel that a submission needs the tech team, unless it has become a case in
/// the meantime.
///
/// # Errors
/// See [`post`].
pub async fn alert_submission_failed(ctx: &Context, id: Uuid) -> Result<()> {
    let waiting: Option<Uuid> = core_submission::table
        .find(id)
        .filter(core_submission::is_processed.eq(false))
        .select(core_submission::id)
        .first(&mut *ctx.db().await?)
        .await
        .optional()?;
    let Some(submission) = waiting else {
        tracing::info!(submission = %id, "no failed submission to tell about");
        return Ok(());
    };
    let values = context! { submission => submission.to_string() };
    let text = templates::render("slack/submission_failed.txt", values)?;
    post(ctx, CLIENT_INTAKE, &text).await.map(|_| ())
}
