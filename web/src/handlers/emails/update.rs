//! `PATCH /clerk/api/email/<case>/<id>/`: changes a draft, or has it sent.

use actix_web::{
    HttpResponse,
    web::{Data, Path},
};
use clerk_domain::{Context, emails::drafts};

use super::ids;
use crate::{
    auth::guards::ParalegalOrBetter,
    error::ApiResult,
    openapi::Failures,
    wire::{
        drf::body::Body,
        email::{Email, EmailChangeInput, read_change},
    },
};

/// Changes a draft. The state `READY_TO_SEND` has it sent.
#[utoipa::path(
    patch,
    path = "/clerk/api/email/{id}/{email_id}/",
    operation_id = "updateEmail",
    tag = "emails",
    params(("id" = uuid::Uuid, Path, description = "The case"), ("email_id" = i32, Path)),
    request_body = EmailChangeInput,
    responses((status = 200, description = "The email", body = Email), Failures),
)]
pub async fn update(
    account: ParalegalOrBetter,
    path: Path<(String, String)>,
    body: Body,
    ctx: Data<Context>,
) -> ApiResult<HttpResponse> {
    let (case, email) = ids(&path)?;
    // What does not exist is told before what is wrong with the body.
    drafts::require(&mut *ctx.db().await?, &account, case, email).await?;
    let mut body = body.partial();
    let change = read_change(&mut body);
    body.finish()?;
    let changed = drafts::update(&ctx, &account, case, email, change).await?;
    Ok(HttpResponse::Ok().json(Email::new(changed, case, ctx.clock.now())))
}
