//! The tray of messages that fit no case.

use actix_web::{
    HttpRequest, HttpResponse,
    web::{Data, Path},
};
use clerk_domain::{Context, emails::inbox::tray};
use uuid::Uuid;

use crate::{
    api_route::{ApiRoute, api_routes},
    error::ApiResult,
    failures::{Failures, ReadFailures},
    guards::CoordinatorOrBetter,
    wire::{
        format::{
            body::Body,
            page::{Page, Paginator, Paging, no_such_page},
            query::Query,
        },
        unrouted_email::{AssignUnroutedEmailInput, UnroutedEmail},
    },
};

/// The operations.
pub const ROUTES: &[ApiRoute] = api_routes![list, assign, dismiss];

const PAGES: Paginator = Paginator { size: 20, max_size: Some(100) };

/// Messages that have come in and fit no case, or should not go to one by themselves, newest first.
#[utoipa::path(
    get,
    path = "/clerk/api/unrouted-email/",
    operation_id = "getUnroutedEmails",
    tag = "emails",
    params(Paging),
    responses((status = 200, description = "A page of messages", body = Page<UnroutedEmail>), Failures),
)]
pub async fn list(
    _actor: CoordinatorOrBetter,
    request: HttpRequest,
    ctx: Data<Context>,
) -> ApiResult {
    let mut query = Query::of(&request);
    let page = PAGES.read(&mut query);
    query.finish()?;
    let found = tray::list(&mut *ctx.db().await?, page?).await?;
    let page = Page::of(found.ok_or_else(no_such_page)?, UnroutedEmail::from);
    Ok(HttpResponse::Ok().json(page))
}

/// Gives a message to a case. It becomes an email there within moments.
#[utoipa::path(
    post,
    path = "/clerk/api/unrouted-email/{id}/assign/",
    operation_id = "assignUnroutedEmail",
    tag = "emails",
    params(("id" = Uuid, Path)),
    request_body = AssignUnroutedEmailInput,
    responses((status = 200, description = "The message", body = UnroutedEmail), Failures),
)]
pub async fn assign(
    actor: CoordinatorOrBetter,
    id: Path<Uuid>,
    body: Body,
    ctx: Data<Context>,
) -> ApiResult {
    let case = AssignUnroutedEmailInput::read(body)?;
    let message = tray::assign(&mut *ctx.db().await?, &actor, *id, case, ctx.clock.now()).await?;
    Ok(HttpResponse::Ok().json(UnroutedEmail::from(message)))
}

/// Takes a message out of the tray. It is kept, with who did this.
#[utoipa::path(
    delete,
    path = "/clerk/api/unrouted-email/{id}/",
    operation_id = "dismissUnroutedEmail",
    tag = "emails",
    params(("id" = Uuid, Path)),
    responses((status = 204, description = "It is out of the tray"), ReadFailures),
)]
pub async fn dismiss(actor: CoordinatorOrBetter, id: Path<Uuid>, ctx: Data<Context>) -> ApiResult {
    tray::dismiss(&mut *ctx.db().await?, &actor, *id, ctx.clock.now()).await?;
    Ok(HttpResponse::NoContent().finish())
}
