//! `GET /clerk/api/client/`: the clients that one may see, newest first.

use actix_web::{HttpRequest, HttpResponse, web::Data};
use clerk_domain::{Context, clients};

use crate::{
    auth::guards::ParalegalOrBetter,
    error::ApiResult,
    openapi::Failures,
    wire::{
        client::Client,
        drf::{
            page::{Page, Paginator, Paging, no_such_page},
            query::Query,
        },
    },
};

const PAGES: Paginator = Paginator { size: 20, max_size: None };
/// Longest text to search for, in characters.
const LONGEST: usize = 256;

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
pub async fn list(
    account: ParalegalOrBetter,
    request: HttpRequest,
    ctx: Data<Context>,
) -> ApiResult<HttpResponse> {
    let mut query = Query::of(&request);
    let search = query.short_text("q", LONGEST);
    let page = PAGES.read(&mut query);
    query.finish()?;
    let mut conn = ctx.db().await?;
    let found = clients::list(&mut conn, &account, search.as_deref(), page?).await?;
    let now = ctx.clock.now();
    let page = Page::of(found.ok_or_else(no_such_page)?, |client| Client::new(client, now));
    Ok(HttpResponse::Ok().json(page))
}
