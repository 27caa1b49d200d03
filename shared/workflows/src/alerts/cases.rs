//! Alerts about cases, to the people who work on them. Where an assignment or a move of stage comes
//! from is in [`crate::case_changes`].

use chrono::{DateTime, Utc};
use clerk_base::{clock::local, urls};
use clerk_domain::{
    Context,
    error::Result,
    templates,
    vocabulary::{
        cases::{CaseEventType, Stage},
        notification_templates::{Channel, Target, Trigger},
        topics::{GENERAL, Topic},
    },
};
use clerk_store::db::{
    Connection,
    schema::{auth_user, core_client, core_issue, core_issueevent, notify_notification},
};
use diesel::{
    BoolExpressionMethods, ExpressionMethods, JoinOnDsl, NullableExpressionMethods,
    OptionalExtension, QueryDsl, Queryable, Selectable, SelectableHelper,
};
use diesel_async::RunQueryDsl;
use minijinja::{Value, context};
use uuid::Uuid;

use super::slack::{find_person, post_to_person};

diesel::alias!(auth_user as lawyers: Lawyers);

#[derive(Queryable)]
struct Assignment {
    case: Uuid,
    fileref: String,
    created_at: DateTime<Utc>,
    client: (String, String),
    paralegal: (String, String, String),
    lawyer: Option<(String, String, String)>,
}

/// Sends the paralegal of an assignment (`core_issueevent.id`) a direct message with what they need
/// to begin. Nothing is sent when the case has another paralegal by now, or when Slack does not
/// know them.
///
/// # Errors
/// Fatal when Slack refuses the call.
pub async fn alert_assignment(ctx: &Context, event: i32) -> Result<()> {
    let Some(assignment) = find_assignment(&mut *ctx.db().await?, event).await? else {
        tracing::info!(event, "no assignment to alert of");
        return Ok(());
    };
    let (.., email) = &assignment.paralegal;
    if !post_to_person(ctx, email, &assignment_text(ctx, &assignment)?).await? {
        tracing::error!(event, case = %assignment.case, "the paralegal is not on slack");
    }
    Ok(())
}

async fn find_assignment(conn: &mut Connection, event: i32) -> Result<Option<Assignment>> {
    Ok(core_issueevent::table
        .inner_join(core_issue::table.inner_join(core_client::table))
        .inner_join(
            auth_user::table.on(core_issueevent::next_user_id
                .eq(auth_user::id.nullable())
                .and(core_issue::paralegal_id.eq(auth_user::id.nullable()))),
        )
        .left_join(lawyers.on(core_issue::lawyer_id.eq(lawyers.field(auth_user::id).nullable())))
        .filter(core_issueevent::id.eq(event))
        .filter(core_issueevent::event_type.eq(CaseEventType::Paralegal))
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

fn assignment_text(ctx: &Context, assignment: &Assignment) -> Result<String> {
    let name = |first: &str, last: &str| format!("{first} {last}").trim().to_owned();
    let values = context! {
        paralegal => name(&assignment.paralegal.0, &assignment.paralegal.1),
        client => name(&assignment.client.0, &assignment.client.1),
        lawyer => assignment.lawyer.as_ref().map(|(first, last, _)| name(first, last)),
        lawyer_email => assignment.lawyer.as_ref().map(|(.., email)| email),
        fileref => &assignment.fileref,
        case_url => format!("{}{}", ctx.config.web.base_url, urls::case(assignment.case)),
        started => local(assignment.created_at).format("%d/%m/%Y").to_string(),
    };
    Ok(templates::render("slack/assigned.txt", values)?.trim_end().to_owned())
}

/// A case that has come to another stage.
#[derive(Queryable)]
struct Move {
    case: Uuid,
    fileref: String,
    topic: Topic,
    from: Option<Stage>,
    to: Option<Stage>,
    paralegal: Option<String>,
    lawyer: Option<String>,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = notify_notification, check_for_backend(diesel::pg::Pg))]
struct Notification {
    id: i32,
    channel: Channel,
    target: Target,
    message_text: String,
}

/// Sends what the team has set up for the stage to which a case has come (`core_issueevent.id`), to
/// the paralegal or the lawyer of the case.
///
/// # Errors
/// Fatal when Slack refuses a call.
pub async fn notify_stage(ctx: &Context, event: i32) -> Result<()> {
    let Some(case) = find_move(&mut *ctx.db().await?, event).await? else {
        tracing::info!(event, "no change of stage to notify of");
        return Ok(());
    };
    let mut ready = Vec::new();
    // Everybody is looked up before anything is sent, so that a failure here repeats no message.
    for notification in notifications(&mut *ctx.db().await?, &case).await? {
        let Some(email) = recipient(&case, &notification) else { continue };
        match find_person(ctx, email).await? {
            Some(person) => {
                ready.push((person, stage_text(ctx, &case, notification.message_text)?))
            }
            None => {
                tracing::error!(
                    event,
                    notification = notification.id,
                    "the recipient is not on slack"
                );
            }
        }
    }
    for (person, text) in ready {
        person.post(&text).await?;
    }
    Ok(())
}

async fn find_move(conn: &mut Connection, event: i32) -> Result<Option<Move>> {
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
        .filter(notify_notification::event.eq(Trigger::StageChange))
        .filter(notify_notification::event_stage.eq(stage))
        .filter(notify_notification::topic.eq_any([case.topic.code(), GENERAL]))
        .order(notify_notification::id)
        .select(Notification::as_select())
        .load(conn)
        .await?)
}

/// The address that a notification goes to, if there is one.
fn recipient<'a>(case: &'a Move, notification: &Notification) -> Option<&'a str> {
    if notification.channel != Channel::Slack {
        tracing::error!(
            notification = notification.id,
            channel = notification.channel.code(),
            "not a known channel"
        );
        return None;
    }
    let email = match notification.target {
        Target::Paralegal => case.paralegal.as_deref(),
        Target::Lawyer => case.lawyer.as_deref(),
        Target::Unlisted(_) => None,
    };
    let email = email.filter(|email| !email.is_empty());
    if email.is_none() {
        // A case may be closed before it has a paralegal.
        let is_expected = case.from == Some(Stage::Unstarted) && case.to == Some(Stage::Closed);
        if is_expected {
            tracing::info!(notification = notification.id, case = %case.case, "nobody to notify");
        } else {
            tracing::error!(notification = notification.id, case = %case.case, "nobody to notify");
        }
    }
    email
}

/// The text is mrkdwn already: the editor of notifications makes it.
fn stage_text(ctx: &Context, case: &Move, message: String) -> Result<String> {
    let values = context! {
        fileref => &case.fileref,
        case_url => format!("{}{}", ctx.config.web.base_url, urls::case(case.case)),
        message => Value::from_safe_string(message),
    };
    Ok(templates::render("slack/stage.txt", values)?.trim_end().to_owned())
}
