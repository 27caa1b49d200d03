//! Parties: landlords, agents, support workers.

use actix_web::{
    HttpRequest, HttpResponse,
    web::{Data, Path},
};
use clerk_domain::{Context, access::Account, people};

use crate::{
    api_route::{ApiRoute, api_routes},
    error::ApiResult,
    failures::{Failures, ReadFailures},
    guards::{CoordinatorOrBetter, ParalegalOrBetter},
    wire::{
        format::{
            body::Body,
            page::{Page, Paginator, Paging, no_such_page},
            query::Query,
        },
        people::{NewPerson, Person, PersonInput},
    },
};

/// The operations.
pub const ROUTES: &[ApiRoute] = api_routes![list, create, get, update, replace, delete];

const PAGES: Paginator = Paginator { size: 20, max_size: None };
/// Characters of a text to search for.
const MAX_SEARCH: usize = 256;

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
pub async fn list(actor: ParalegalOrBetter, request: HttpRequest, ctx: Data<Context>) -> ApiResult {
    let mut query = Query::of(&request);
    // Here, unlike in other lists, blanks mean no filter.
    let is_blank = query.get("query").is_none_or(|text| text.trim().is_empty());
    let search = if is_blank { None } else { query.short_text("query", MAX_SEARCH) };
    let page = PAGES.read(&mut query);
    query.finish()?;
    let mut conn = ctx.db().await?;
    let found = people::list(&mut conn, &actor, search.as_deref(), page?).await?;
    let page = Page::of(found.ok_or_else(no_such_page)?, Person::from);
    Ok(HttpResponse::Ok().json(page))
}

/// Makes a party.
#[utoipa::path(
    post,
    path = "/clerk/api/person/",
    operation_id = "createPerson",
    tag = "people",
    request_body = NewPerson,
    responses((status = 201, description = "The new party", body = Person), Failures),
)]
pub async fn create(_actor: CoordinatorOrBetter, body: Body, ctx: Data<Context>) -> ApiResult {
    let new = NewPerson::read(body)?;
    let person = people::create(&mut *ctx.db().await?, new, ctx.clock.now()).await?;
    Ok(HttpResponse::Created().json(Person::from(person)))
}

/// One party. Below coordinators, of one's own cases only.
#[utoipa::path(
    get,
    path = "/clerk/api/person/{id}/",
    operation_id = "getPerson",
    tag = "people",
    params(("id" = i32, Path)),
    responses((status = 200, description = "The party", body = Person), ReadFailures),
)]
pub async fn get(actor: ParalegalOrBetter, id: Path<i32>, ctx: Data<Context>) -> ApiResult {
    let found = people::find(&mut *ctx.db().await?, &actor, *id).await?;
    Ok(HttpResponse::Ok().json(Person::from(found)))
}

/// Changes what the body names of a party.
#[utoipa::path(
    patch,
    path = "/clerk/api/person/{id}/",
    operation_id = "updatePerson",
    tag = "people",
    params(("id" = i32, Path)),
    request_body = PersonInput,
    responses((status = 200, description = "The party as it is now", body = Person), Failures),
)]
pub async fn update(
    actor: CoordinatorOrBetter,
    id: Path<i32>,
    body: Body,
    ctx: Data<Context>,
) -> ApiResult {
    save(&actor, *id, body.partial(), &ctx).await
}

/// The same with every field that a new party needs.
#[utoipa::path(
    put,
    path = "/clerk/api/person/{id}/",
    operation_id = "replacePerson",
    tag = "people",
    params(("id" = i32, Path)),
    request_body = NewPerson,
    responses((status = 200, description = "The party as it is now", body = Person), Failures),
)]
pub async fn replace(
    actor: CoordinatorOrBetter,
    id: Path<i32>,
    body: Body,
    ctx: Data<Context>,
) -> ApiResult {
    save(&actor, *id, body, &ctx).await
}

async fn save(actor: &Account, id: i32, body: Body, ctx: &Context) -> ApiResult {
    let mut conn = ctx.db().await?;
    people::find(&mut conn, actor, id).await?;
    let input = PersonInput::read(body)?;
    let person = people::update(&mut conn, id, &input, ctx.clock.now()).await?;
    Ok(HttpResponse::Ok().json(Person::from(person)))
}

/// Deletes a party. Tenancies and cases that name it have none from then on.
#[utoipa::path(
    delete,
    path = "/clerk/api/person/{id}/",
    operation_id = "deletePerson",
    tag = "people",
    params(("id" = i32, Path)),
    responses((status = 204, description = "It is gone"), ReadFailures),
)]
pub async fn delete(_actor: CoordinatorOrBetter, id: Path<i32>, ctx: Data<Context>) -> ApiResult {
    people::delete(&mut *ctx.db().await?, *id).await?;
    Ok(HttpResponse::NoContent().finish())
}
