//! Emails of cases.

mod attachments;
mod drafts;

use actix_web::{
    HttpRequest, HttpResponse,
    web::{Data, Path},
};
use clerk_domain::{
    Context,
    emails::{
        self,
        outbox::{self, events},
        threads,
    },
};
use uuid::Uuid;

use crate::{
    api_route::{ApiRoute, api_routes},
    error::ApiResult,
    failures::ReadFailures,
    guards::ParalegalOrBetter,
    wire::{
        email_events::EmailEvent,
        emails::{Email, EmailAttempt, EmailThread},
        format::query::Query,
    },
};

/// The operations. An address with a word comes before those that have a key in its place.
pub const ROUTES: &[ApiRoute] = api_routes![
    list_attempts,
    list,
    drafts::create,
    get,
    drafts::update,
    drafts::delete,
    attachments::create,
    attachments::delete,
    attachments::attach_from_sharepoint,
    attachments::save_to_sharepoint,
    list_events,
];

/// The threads of a case, the one with the latest email first; emails in them newest first. The HTML
/// is made fit for showing.
#[utoipa::path(
    get,
    path = "/clerk/api/email/{id}/",
    operation_id = "getEmailThreads",
    tag = "emails",
    params(
        ("id" = Uuid, Path, description = "The case"),
        ("slug" = Option<String>, Query, description = "Only the thread of this name"),
    ),
    responses((status = 200, description = "The threads", body = Vec<EmailThread>), ReadFailures),
)]
pub async fn list(
    actor: ParalegalOrBetter,
    case: Path<Uuid>,
    request: HttpRequest,
    ctx: Data<Context>,
) -> ApiResult {
    let query = Query::of(&request);
    let mut conn = ctx.db().await?;
    let threads = threads::list(&mut conn, &actor, *case, query.get("slug")).await?;
    let now = ctx.clock.now();
    let threads: Vec<_> =
        threads.into_iter().map(|thread| EmailThread::new(thread, *case, now)).collect();
    Ok(HttpResponse::Ok().json(threads))
}

/// An email with its HTML as it is stored, which only the editor of drafts should show.
#[utoipa::path(
    get,
    path = "/clerk/api/email/{id}/{email_id}/",
    operation_id = "getEmail",
    tag = "emails",
    params(("id" = Uuid, Path, description = "The case"), ("email_id" = i32, Path)),
    responses((status = 200, description = "The email", body = Email), ReadFailures),
)]
pub async fn get(
    actor: ParalegalOrBetter,
    path: Path<(Uuid, i32)>,
    ctx: Data<Context>,
) -> ApiResult {
    let (case, id) = *path;
    let found = emails::get(&mut *ctx.db().await?, &actor, case, id).await?;
    Ok(HttpResponse::Ok().json(Email::new(found, case, ctx.clock.now())))
}

/// The attempts at sending an email, oldest first.
#[utoipa::path(
    get,
    path = "/clerk/api/email/{id}/{email_id}/attempts/",
    operation_id = "getEmailAttempts",
    tag = "emails",
    params(("id" = Uuid, Path, description = "The case"), ("email_id" = i32, Path)),
    responses((status = 200, description = "All of them", body = Vec<EmailAttempt>), ReadFailures),
)]
pub async fn list_attempts(
    actor: ParalegalOrBetter,
    path: Path<(Uuid, i32)>,
    ctx: Data<Context>,
) -> ApiResult {
    let (case, id) = *path;
    let found = outbox::list_attempts(&mut *ctx.db().await?, &actor, case, id).await?;
    Ok(HttpResponse::Ok().json(found.into_iter().map(EmailAttempt::from).collect::<Vec<_>>()))
}

/// What the mail provider has reported about an email, the latest first.
#[utoipa::path(
    get,
    path = "/clerk/api/email/{case_id}/{id}/events/",
    operation_id = "getEmailEvents",
    tag = "emails",
    params(("case_id" = Uuid, Path), ("id" = i32, Path)),
    responses((status = 200, description = "The events", body = Vec<EmailEvent>), ReadFailures),
)]
pub async fn list_events(
    actor: ParalegalOrBetter,
    path: Path<(Uuid, i32)>,
    ctx: Data<Context>,
) -> ApiResult {
    let (case, id) = *path;
    let found = events::list(&mut *ctx.db().await?, &actor, case, id).await?;
    Ok(HttpResponse::Ok().json(found.into_iter().map(EmailEvent::from).collect::<Vec<_>>()))
}
