//! `GET /clerk/api/person/`: the parties that one may see, by name.

use actix_web::{HttpRequest, HttpResponse, web::Data};
use clerk_domain::{Context, people};

use crate::{
    auth::guards::ParalegalOrBetter,
    error::ApiResult,
    openapi::Failures,
    wire::{
        drf::{
            page::{Page, Paginator, Paging, no_such_page},
            query::Query,
        },
        person::Person,
    },
};

const PAGES: Paginator = Paginator { size: 20, max_size: None };
/// Longest text to search for, in characters.
const LONGEST: usize = 256;

/// The parties that one may see, by name: below coordinators, those of one's own cases.
#[utoipa::path(
    get,
    path = "/clerk/api/person/",
    operation_id = "getPeople",
    tag = "people",
    params(
        Paging,
        ("query" = Option<String>, Query, description = "A text that the name, email, address or phone contains"),
    ),
    responses((status = 200, description = "A page of parties", body = Page<Person>), Failures),
)]
pub async fn list(
    account: ParalegalOrBetter,
    request: HttpRequest,
    ctx: Data<Context>,
) -> ApiResult<HttpResponse> {
    let mut query = Query::of(&request);
    // Nothing but spaces is nothing, other than in the other lists.
    let is_blank = query.get("query").is_none_or(|text| text.trim().is_empty());
    let search = if is_blank { None } else { query.short_text("query", LONGEST) };
    let page = PAGES.read(&mut query);
    query.finish()?;
    let mut conn = ctx.db().await?;
    let found = people::list(&mut conn, &account, search.as_deref(), page?).await?;
    let page = Page::of(found.ok_or_else(no_such_page)?, Person::from);
    Ok(HttpResponse::Ok().json(page))
}
