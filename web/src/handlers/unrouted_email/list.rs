//! `GET /clerk/api/unrouted-email/`: messages that fit no case, newest first.

use actix_web::{HttpRequest, HttpResponse, web::Data};
use clerk_domain::{Context, emails::inbound::tray};

use crate::{
    auth::guards::CoordinatorOrBetter,
    error::ApiResult,
    openapi::Failures,
    wire::{
        drf::{
            page::{Page, Paginator, Paging, no_such_page},
            query::Query,
        },
        unrouted_email::UnroutedEmail,
    },
};

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
    _account: CoordinatorOrBetter,
    request: HttpRequest,
    ctx: Data<Context>,
) -> ApiResult<HttpResponse> {
    let mut query = Query::of(&request);
    let page = PAGES.read(&mut query);
    query.finish()?;
    let found = tray::list(&mut *ctx.db().await?, page?).await?;
    let page = Page::of(found.ok_or_else(no_such_page)?, UnroutedEmail::from);
    Ok(HttpResponse::Ok().json(page))
}
