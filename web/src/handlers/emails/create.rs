//! `POST /clerk/api/email/<case>/create/`: begins an email.

use actix_web::{
    HttpResponse,
    web::{Data, Path},
};
use clerk_domain::{Context, access, emails::drafts};

use super::case;
use crate::{
    auth::guards::ParalegalOrBetter,
    error::ApiResult,
    openapi::Failures,
    wire::{
        drf::body::Body,
        email::{Email, EmailInput, read},
    },
};

/// Begins an email: a draft from the address of the case.
#[utoipa::path(
    post,
    path = "/clerk/api/email/{id}/create/",
    operation_id = "createEmail",
    tag = "emails",
    params(("id" = uuid::Uuid, Path, description = "The case")),
    request_body = EmailInput,
    responses((status = 201, description = "The draft", body = Email), Failures),
)]
pub async fn create(
    account: ParalegalOrBetter,
    id: Path<String>,
    mut body: Body,
    ctx: Data<Context>,
) -> ApiResult<HttpResponse> {
    let case = case(&id)?;
    // What does not exist is told before what is wrong with the body.
    access::case(&mut *ctx.db().await?, &account, case).await?;
    let change = read(&mut body);
    body.finish()?;
    let draft = drafts::create(&ctx, &account, case, change).await?;
    Ok(HttpResponse::Created().json(Email::new(draft, case, ctx.clock.now())))
}
