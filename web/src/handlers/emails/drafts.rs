//! Emails that are being written.

use actix_web::{
    HttpResponse,
    web::{Data, Path},
};
use clerk_domain::{Context, access, emails::drafts};
use uuid::Uuid;

use crate::{
    error::ApiResult,
    failures::{Failures, ReadFailures},
    guards::ParalegalOrBetter,
    wire::{
        emails::{Email, EmailInput, NewEmail},
        format::body::Body,
    },
};

/// Begins an email: a draft from the address of the case.
#[utoipa::path(
    post,
    path = "/clerk/api/email/{id}/create/",
    operation_id = "createEmail",
    tag = "emails",
    params(("id" = Uuid, Path, description = "The case")),
    request_body = NewEmail,
    responses((status = 201, description = "The draft", body = Email), Failures),
)]
pub async fn create(
    actor: ParalegalOrBetter,
    case: Path<Uuid>,
    body: Body,
    ctx: Data<Context>,
) -> ApiResult {
    // A missing row is reported before errors in the body.
    let conn = &mut *ctx.db().await?;
    access::case(conn, &actor, *case).await?;
    let input = NewEmail::read(body)?;
    let (domain, now) = (&ctx.config.mail.domain, ctx.clock.now());
    let draft = drafts::create(conn, &actor, *case, input, domain, now).await?;
    Ok(HttpResponse::Created().json(Email::new(draft, *case, now)))
}

/// Changes a draft. The state `READY_TO_SEND` has it sent.
#[utoipa::path(
    patch,
    path = "/clerk/api/email/{id}/{email_id}/",
    operation_id = "updateEmail",
    tag = "emails",
    params(("id" = Uuid, Path, description = "The case"), ("email_id" = i32, Path)),
    request_body = EmailInput,
    responses((status = 200, description = "The email", body = Email), Failures),
)]
pub async fn update(
    actor: ParalegalOrBetter,
    path: Path<(Uuid, i32)>,
    body: Body,
    ctx: Data<Context>,
) -> ApiResult {
    let (case, id) = *path;
    // A missing row is reported before errors in the body.
    drafts::check_is_draft(&mut *ctx.db().await?, &actor, case, id).await?;
    let input = EmailInput::read(body.partial())?;
    let changed = drafts::update(&ctx, &actor, case, id, input).await?;
    Ok(HttpResponse::Ok().json(Email::new(changed, case, ctx.clock.now())))
}

/// Deletes a draft with its files.
#[utoipa::path(
    delete,
    path = "/clerk/api/email/{id}/{email_id}/",
    operation_id = "deleteEmail",
    tag = "emails",
    params(("id" = Uuid, Path, description = "The case"), ("email_id" = i32, Path)),
    responses((status = 204, description = "Deleted"), ReadFailures),
)]
pub async fn delete(
    actor: ParalegalOrBetter,
    path: Path<(Uuid, i32)>,
    ctx: Data<Context>,
) -> ApiResult {
    let (case, id) = *path;
    drafts::delete(&mut *ctx.db().await?, &actor, case, id).await?;
    Ok(HttpResponse::NoContent().finish())
}
