//! The critical dates of cases.

use actix_web::{
    HttpRequest, HttpResponse,
    web::{Data, Path},
};
use clerk_domain::{
    Context,
    access::Account,
    dates::{self, DateFilter},
    vocabulary::dates::DateType,
};

use crate::{
    api_route::{ApiRoute, api_routes},
    error::ApiResult,
    failures::{Failures, ReadFailures},
    guards::ParalegalOrBetter,
    wire::{
        dates::{DateInput, IssueDate, NewDate},
        format::{
            body::Body,
            page::{Page, Paginator, Paging, no_such_page},
            query::Query,
        },
    },
};

/// The operations.
pub const ROUTES: &[ApiRoute] = api_routes![list, create, get, update, replace, delete];

const PAGES: Paginator = Paginator { size: 20, max_size: None };

/// The critical dates of the cases that one may see, the earliest first.
#[utoipa::path(
    get,
    path = "/clerk/api/date/",
    operation_id = "getCaseDates",
    tag = "dates",
    params(
        Paging,
        ("q" = Option<String>, Query, description = "Occurs in the file reference, or in a name or the address of the client"),
        ("type" = Option<String>, Query),
        ("issue_id" = Option<String>, Query, description = "UUID of the case"),
        ("is_reviewed" = Option<String>, Query, description = "`true` or `false`"),
    ),
    responses((status = 200, description = "A page of dates", body = Page<IssueDate>), Failures),
)]
pub async fn list(actor: ParalegalOrBetter, request: HttpRequest, ctx: Data<Context>) -> ApiResult {
    let mut query = Query::of(&request);
    let filter = DateFilter {
        text: query.text("q"),
        type_: query.choice("type", DateType::CHOICES).map(DateType::from),
        case: query.uuid("issue_id"),
        is_reviewed: query.boolean("is_reviewed"),
    };
    let page = PAGES.read(&mut query);
    query.finish()?;
    let found = dates::list(&mut *ctx.db().await?, &actor, &filter, page?).await?;
    let now = ctx.clock.now();
    let page = Page::of(found.ok_or_else(no_such_page)?, |date| IssueDate::new(date, now));
    Ok(HttpResponse::Ok().json(page))
}

/// Adds a critical date to an open case.
#[utoipa::path(
    post,
    path = "/clerk/api/date/",
    operation_id = "createCaseDate",
    tag = "dates",
    request_body = NewDate,
    responses((status = 201, description = "The new date", body = IssueDate), Failures),
)]
pub async fn create(actor: ParalegalOrBetter, body: Body, ctx: Data<Context>) -> ApiResult {
    let conn = &mut *ctx.db().await?;
    if let Some(case) = NewDate::case(&body) {
        dates::require_case(conn, &actor, case).await?;
    }
    let new = NewDate::read(body)?;
    let now = ctx.clock.now();
    let date = dates::create(conn, &actor, new, now).await?;
    Ok(HttpResponse::Created().json(IssueDate::new(date, now)))
}

/// A critical date with its case.
#[utoipa::path(
    get,
    path = "/clerk/api/date/{id}/",
    operation_id = "getCaseDate",
    tag = "dates",
    params(("id" = i32, Path)),
    responses((status = 200, description = "The date", body = IssueDate), ReadFailures),
)]
pub async fn get(actor: ParalegalOrBetter, id: Path<i32>, ctx: Data<Context>) -> ApiResult {
    let found = dates::find(&mut *ctx.db().await?, &actor, *id).await?;
    Ok(HttpResponse::Ok().json(IssueDate::new(found, ctx.clock.now())))
}

/// Changes what the body names of a critical date.
#[utoipa::path(
    patch,
    path = "/clerk/api/date/{id}/",
    operation_id = "updateCaseDate",
    tag = "dates",
    params(("id" = i32, Path)),
    request_body = DateInput,
    responses((status = 200, description = "The date", body = IssueDate), Failures),
)]
pub async fn update(
    actor: ParalegalOrBetter,
    id: Path<i32>,
    body: Body,
    ctx: Data<Context>,
) -> ApiResult {
    save(&actor, *id, body.partial(), &ctx).await
}

/// The same, but the body has to name case, type and date.
#[utoipa::path(
    put,
    path = "/clerk/api/date/{id}/",
    operation_id = "replaceCaseDate",
    tag = "dates",
    params(("id" = i32, Path)),
    request_body = DateInput,
    responses((status = 200, description = "The date", body = IssueDate), Failures),
)]
pub async fn replace(
    actor: ParalegalOrBetter,
    id: Path<i32>,
    body: Body,
    ctx: Data<Context>,
) -> ApiResult {
    save(&actor, *id, body, &ctx).await
}

async fn save(actor: &Account, id: i32, body: Body, ctx: &Context) -> ApiResult {
    let conn = &mut *ctx.db().await?;
    dates::find(conn, actor, id).await?;
    let input = DateInput::read(body)?;
    let now = ctx.clock.now();
    let date = dates::update(conn, actor, id, input, now).await?;
    Ok(HttpResponse::Ok().json(IssueDate::new(date, now)))
}

/// Deletes a critical date. The timeline keeps what it was.
#[utoipa::path(
    delete,
    path = "/clerk/api/date/{id}/",
    operation_id = "deleteCaseDate",
    tag = "dates",
    params(("id" = i32, Path)),
    responses((status = 204, description = "It is deleted"), ReadFailures),
)]
pub async fn delete(actor: ParalegalOrBetter, id: Path<i32>, ctx: Data<Context>) -> ApiResult {
    dates::delete(&mut *ctx.db().await?, &actor, *id, ctx.clock.now()).await?;
    Ok(HttpResponse::NoContent().finish())
}
