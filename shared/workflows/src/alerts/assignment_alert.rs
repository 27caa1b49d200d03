//! Tells a paralegal that a case is theirs.

use clerk_base::{clock::local, urls};
use clerk_domain::{Context, error::Result, templates};
use clerk_store::db::{
    Connection,
    schema::{auth_user, core_client, core_issue, core_issueevent},
};
use diesel::{
    BoolExpressionMethods, ExpressionMethods, JoinOnDsl, NullableExpressionMethods,
    OptionalExtension, QueryDsl, Queryable,
};
use diesel_async::RunQueryDsl;
use minijinja::context;
use uuid::Uuid;

use super::direct::tell;

diesel::alias!(auth_user as lawyers: Lawyers);

#[derive(Queryable)]
struct Assignment {
    case: Uuid,
    fileref: String,
    created_at: chrono::DateTime<chrono::Utc>,
    client: (String, String),
    paralegal: (String, String, String),
    lawyer: Option<(String, String, String)>,
}

/// Sends the paralegal of an assignment (`core_issueevent.id`) a direct message with what they need to
/// begin. Nothing is sent when the case is somebody else's by now, or when Slack does not know them.
///
/// # Errors
/// Fails when the database or Slack does, fatal when Slack refuses the call.
pub async fn alert_assignment(ctx: &Context, event: i32) -> Result<()> {
    let Some(assignment) = load(&mut *ctx.db().await?, event).await? else {
        tracing::info!(event, "no assignment to tell about");
        return Ok(());
    };
    let (.., email) = &assignment.paralegal;
    if !tell(ctx, email, &text(ctx, &assignment)?).await? {
        tracing::error!(event, case = %assignment.case, "the paralegal is not on slack");
    }
    Ok(())
}

async fn load(conn: &mut Connection, event: i32) -> Result<Option<Assignment>> {
    Ok(core_issueevent::table
        .inner_join(core_issue::table.inner_join(core_client::table))
        .inner_join(
            auth_user::table.on(core_issueevent::next_user_id
                .eq(auth_user::id.nullable())
                .and(core_issue::paralegal_id.eq(auth_user::id.nullable()))),
        )
        .left_join(lawyers.on(core_issue::lawyer_id.eq(lawyers.field(auth_user::id).nullable())))
        .filter(core_issueevent::id.eq(event))
        .filter(core_issueevent::event_type.eq("PARALEGAL"))
        .select((
            core_issue::id,
            core_issue::fileref,
            core_issue::created_at,
            (core_client::first_name, core_client::last_name),
            (auth_user::first_name, auth_user::last_name, auth_user::email),
            lawyers
                .fields((auth_user::first_name, auth_user::last_name, auth_user::email))
                .nullable(),
        ))
        .first(conn)
        .await
        .optional()?)
}

fn text(ctx: &Context, it: &Assignment) -> Result<String> {
    let name = |first: &str, last: &str| format!("{first} {last}").trim().to_owned();
    let values = context! {
        paralegal => name(&it.paralegal.0, &it.paralegal.1),
        client => name(&it.client.0, &it.client.1),
        lawyer => it.lawyer.as_ref().map(|(first, last, _)| name(first, last)),
        lawyer_email => it.lawyer.as_ref().map(|(.., email)| email),
        fileref => &it.fileref,
        case_url => format!("{}{}", ctx.config.web.base_url, urls::case(it.case)),
        started => local(it.created_at).format("%d/%m/%Y").to_string(),
    };
    Ok(templates::render("slack/assigned.txt", values)?.trim_end().to_owned())
}
