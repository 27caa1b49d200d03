//! Notifications that the team has set up for a stage.

use clerk_base::urls;
use clerk_domain::{Context, error::Result, templates};
use clerk_store::db::{
    Connection,
    schema::{auth_user, core_issue, core_issueevent, notify_notification},
};
use diesel::{
    ExpressionMethods, JoinOnDsl, NullableExpressionMethods, OptionalExtension, QueryDsl,
    Queryable, Selectable, SelectableHelper,
};
use diesel_async::RunQueryDsl;
use minijinja::{Value, context};
use uuid::Uuid;

use super::direct;

/// `notify_notification.topic` of what goes out for cases of every topic.
const GENERAL: &str = "GENERAL";

diesel::alias!(auth_user as lawyers: Lawyers);

/// A case that has come to another stage.
#[derive(Queryable)]
struct Move {
    case: Uuid,
    fileref: String,
    topic: String,
    from: Option<String>,
    to: Option<String>,
    paralegal: Option<String>,
    lawyer: Option<String>,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = notify_notification, check_for_backend(diesel::pg::Pg))]
struct Notification {
    id: i32,
    channel: String,
    target: String,
    message_text: String,
}

/// Sends what the team has set up for the stage to which a case has come (`core_issueevent.id`), to
/// the paralegal or the lawyer of the case.
///
/// # Errors
/// Fails when the database or Slack does, fatal when Slack refuses a call.
pub async fn notify_stage(ctx: &Context, event: i32) -> Result<()> {
    let Some(case) = load(&mut *ctx.db().await?, event).await? else {
        tracing::info!(event, "no change of stage to notify of");
        return Ok(());
    };
    let wanted = notifications(&mut *ctx.db().await?, &case).await?;
    let mut ready = Vec::new();
    // Everybody is looked up before anything is sent, so that a failure here repeats no message.
    for it in wanted {
        let Some(email) = recipient(&case, &it) else { continue };
        match direct::find(ctx, email).await? {
            Some(person) => ready.push((person, text(ctx, &case, it.message_text)?)),
            None => tracing::error!(event, notification = it.id, "the recipient is not on slack"),
        }
    }
    for (person, text) in ready {
        person.tell(&text).await?;
    }
    Ok(())
}

async fn load(conn: &mut Connection, event: i32) -> Result<Option<Move>> {
    Ok(core_issueevent::table
        .inner_join(core_issue::table)
        .left_join(auth_user::table.on(core_issue::paralegal_id.eq(auth_user::id.nullable())))
        .left_join(lawyers.on(core_issue::lawyer_id.eq(lawyers.field(auth_user::id).nullable())))
        .filter(core_issueevent::id.eq(event))
        .select((
            core_issue::id,
            core_issue::fileref,
            core_issue::topic,
            core_issueevent::prev_stage,
            core_issueevent::next_stage,
            auth_user::email.nullable(),
            lawyers.field(auth_user::email).nullable(),
        ))
        .first(conn)
        .await
        .optional()?)
}

async fn notifications(conn: &mut Connection, case: &Move) -> Result<Vec<Notification>> {
    let Some(stage) = &case.to else { return Ok(Vec::new()) };
    Ok(notify_notification::table
        .filter(notify_notification::event.eq("STAGE_CHANGE"))
        .filter(notify_notification::event_stage.eq(stage))
        .filter(notify_notification::topic.eq_any([&case.topic, GENERAL]))
        .order(notify_notification::id)
        .select(Notification::as_select())
        .load(conn)
        .await?)
}

/// The address that a notification goes to, when there is somebody.
fn recipient<'a>(case: &'a Move, it: &Notification) -> Option<&'a str> {
    if it.channel != "SLACK" {
        tracing::error!(notification = it.id, channel = it.channel, "not a known channel");
        return None;
    }
    let email = match it.target.as_str() {
        "PARALEGAL" => case.paralegal.as_deref(),
        "LAWYER" => case.lawyer.as_deref(),
        _ => None,
    };
    let email = email.filter(|it| !it.is_empty());
    if email.is_none() {
        // A case may be closed before it is anybody's.
        let is_expected =
            case.from.as_deref() == Some("UNSTARTED") && case.to.as_deref() == Some("CLOSED");
        if is_expected {
            tracing::info!(notification = it.id, case = %case.case, "nobody to notify");
        } else {
            tracing::error!(notification = it.id, case = %case.case, "nobody to notify");
        }
    }
    email
}

/// The text is mrkdwn already: the editor of notifications makes it.
fn text(ctx: &Context, case: &Move, message: String) -> Result<String> {
    let values = context! {
        fileref => &case.fileref,
        case_url => format!("{}{}", ctx.config.web.base_url, urls::case(case.case)),
        message => Value::from_safe_string(message),
    };
    Ok(templates::render("slack/stage.txt", values)?.trim_end().to_owned())
}
