//! The people whom the office helps.

use actix_web::{
    HttpRequest, HttpResponse,
    web::{Data, Path},
};
use clerk_domain::{
    Context,
    access::{self, Account},
    clients,
};
use uuid::Uuid;

use crate::{
    api_route::{ApiRoute, api_routes},
    error::ApiResult,
    failures::{Failures, ReadFailures},
    guards::ParalegalOrBetter,
    wire::{
        clients::{Client, ClientInput},
        format::{
            body::Body,
            page::{Page, Paginator, Paging, no_such_page},
            query::Query,
        },
    },
};

/// The operations.
pub const ROUTES: &[ApiRoute] = api_routes![list, get, update, replace];

const PAGES: Paginator = Paginator { size: 20, max_size: None };
/// Characters of a text to search for.
const MAX_SEARCH: usize = 256;

/// The clients that one may see, newest first: below coordinators, those of one's own cases.
#[utoipa::path(
    get,
    path = "/clerk/api/client/",
    operation_id = "getClients",
    tag = "clients",
    params(
        Paging,
        ("q" = Option<String>, Query, description = "A text that the name, preferred name, email or phone contains"),
    ),
    responses((status = 200, description = "A page of clients", body = Page<Client>), Failures),
)]
pub async fn list(actor: ParalegalOrBetter, request: HttpRequest, ctx: Data<Context>) -> ApiResult {
    let mut query = Query::of(&request);
    let search = query.short_text("q", MAX_SEARCH);
    let page = PAGES.read(&mut query);
    query.finish()?;
    let mut conn = ctx.db().await?;
    let found = clients::list(&mut conn, &actor, search.as_deref(), page?).await?;
    let now = ctx.clock.now();
    let page = Page::of(found.ok_or_else(no_such_page)?, |client| Client::new(client, now));
    Ok(HttpResponse::Ok().json(page))
}

/// One client. Below coordinators, of one's own cases only.
#[utoipa::path(
    get,
    path = "/clerk/api/client/{id}/",
    operation_id = "getClient",
    tag = "clients",
    params(("id" = Uuid, Path)),
    responses((status = 200, description = "The client", body = Client), ReadFailures),
)]
pub async fn get(actor: ParalegalOrBetter, id: Path<Uuid>, ctx: Data<Context>) -> ApiResult {
    let found = clients::find(&mut *ctx.db().await?, &actor, *id).await?;
    Ok(HttpResponse::Ok().json(Client::new(found, ctx.clock.now())))
}

/// Changes what the body names of a client. No two clients may have the same email address.
#[utoipa::path(
    patch,
    path = "/clerk/api/client/{id}/",
    operation_id = "updateClient",
    tag = "clients",
    params(("id" = Uuid, Path)),
    request_body = ClientInput,
    responses((status = 200, description = "As it is now", body = Client), Failures),
)]
pub async fn update(
    actor: ParalegalOrBetter,
    id: Path<Uuid>,
    body: Body,
    ctx: Data<Context>,
) -> ApiResult {
    save(&actor, *id, body.partial(), &ctx).await
}

/// The same with every field that is required.
#[utoipa::path(
    put,
    path = "/clerk/api/client/{id}/",
    operation_id = "replaceClient",
    tag = "clients",
    params(("id" = Uuid, Path)),
    request_body = ClientInput,
    responses((status = 200, description = "As it is now", body = Client), Failures),
)]
pub async fn replace(
    actor: ParalegalOrBetter,
    id: Path<Uuid>,
    body: Body,
    ctx: Data<Context>,
) -> ApiResult {
    save(&actor, *id, body, &ctx).await
}

async fn save(actor: &Account, id: Uuid, body: Body, ctx: &Context) -> ApiResult {
    let now = ctx.clock.now();
    let mut conn = ctx.db().await?;
    // What one may not see is refused before what one sends is looked at.
    access::clients::check(&mut conn, actor, id).await?;
    let input = ClientInput::read(body)?;
    let found = clients::update(&mut conn, actor, id, &input, now).await?;
    Ok(HttpResponse::Ok().json(Client::new(found, now)))
}
