//! Cases.

use actix_web::{
    HttpRequest, HttpResponse,
    web::{Data, Path},
};
use clerk_domain::{
    Context,
    access::{self, Account},
    cases::{self, CaseFilter},
    vocabulary::cases::{Outcome, Stage, Topic},
};
use clerk_workflows::{case_changes, case_opens};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::{
    api_route::{ApiRoute, api_routes},
    error::ApiResult,
    failures::{Failures, ReadFailures},
    guards::{CoordinatorOrBetter, LoggedIn, ParalegalOrBetter},
    wire::{
        cases::{Case, CaseInput, NewCase},
        format::{
            body::Body,
            page::{Page, Paginator, Paging, no_such_page},
            query::Query,
        },
        notes::Note,
        tenancies::Tenancy,
    },
};

/// The operations.
pub const ROUTES: &[ApiRoute] = api_routes![list, create, get, update, replace];

/// Fourteen cases fill the front end's table.
pub const PAGES: Paginator = Paginator { size: 14, max_size: Some(14) };

/// The cases that one may see, newest first.
#[utoipa::path(
    get,
    path = "/clerk/api/case/",
    operation_id = "getCases",
    tag = "cases",
    params(
        Paging,
        ("search" = Option<String>, Query, description = "Words of which at least one occurs in the file reference, or in a name or the address of the client or the paralegal"),
        ("topic" = Option<String>, Query),
        ("stage" = Option<String>, Query),
        ("outcome" = Option<String>, Query),
        ("is_open" = Option<String>, Query, description = "`True` or `False`"),
        ("paralegal" = Option<String>, Query, description = "Id of the account"),
        ("lawyer" = Option<String>, Query, description = "Id of the account"),
        ("client" = Option<String>, Query, description = "UUID of the client"),
    ),
    responses((status = 200, description = "A page of cases", body = Page<Case>), Failures),
)]
pub async fn list(actor: LoggedIn, request: HttpRequest, ctx: Data<Context>) -> ApiResult {
    let mut query = Query::of(&request);
    let filter = read_filter(&mut query);
    let page = PAGES.read(&mut query);
    query.finish()?;
    let mut conn = ctx.db().await?;
    let found = cases::list(&mut conn, &actor, &filter, page?).await?;
    let now = ctx.clock.now();
    let page = Page::of(found.ok_or_else(no_such_page)?, |case| Case::new(case, now));
    Ok(HttpResponse::Ok().json(page))
}

/// Reads the filters of a list of cases.
pub fn read_filter(query: &mut Query) -> CaseFilter {
    CaseFilter {
        topic: query.choice("topic", Topic::CHOICES).map(Topic::from),
        stage: query.choice("stage", Stage::CHOICES).map(Stage::from),
        outcome: query.choice("outcome", Outcome::CHOICES).map(Outcome::from),
        is_open: query.boolean("is_open"),
        lawyer: query.key("lawyer"),
        paralegal: query.key("paralegal"),
        client: query.uuid("client"),
        words: query
            .text("search")
            .map(|text| {
                text.split(' ').filter(|word| !word.is_empty()).map(str::to_owned).collect()
            })
            .unwrap_or_default(),
    }
}

/// Opens a case, with a new client and tenancy or with known ones.
#[utoipa::path(
    post,
    path = "/clerk/api/case/",
    operation_id = "createCase",
    tag = "cases",
    request_body = NewCase,
    responses((status = 201, description = "The new case", body = Case), Failures),
)]
pub async fn create(actor: CoordinatorOrBetter, body: Body, ctx: Data<Context>) -> ApiResult {
    let new = NewCase::read(body)?;
    let now = ctx.clock.now();
    let case = case_opens::create(&mut *ctx.db().await?, &actor, new, now).await?;
    Ok(HttpResponse::Created().json(Case::new(case, now)))
}

/// A case with what its page shows.
#[derive(Serialize, ToSchema)]
struct CaseDetail {
    issue: Case,
    tenancy: Tenancy,
    notes: Vec<Note>,
}

/// A case with its tenancy and notes, newest first. Reviews are for coordinators and better.
#[utoipa::path(
    get,
    path = "/clerk/api/case/{id}/",
    operation_id = "getCase",
    tag = "cases",
    params(("id" = Uuid, Path)),
    responses((status = 200, description = "The case", body = CaseDetail), ReadFailures),
)]
pub async fn get(actor: ParalegalOrBetter, id: Path<Uuid>, ctx: Data<Context>) -> ApiResult {
    let mut conn = ctx.db().await?;
    let found = cases::detail(&mut conn, &actor, *id).await?;
    let now = ctx.clock.now();
    Ok(HttpResponse::Ok().json(CaseDetail {
        tenancy: found.case.tenancy.clone().into(),
        issue: Case::new(found.case, now),
        notes: found.notes.into_iter().map(|note| Note::new(note, now)).collect(),
    }))
}

/// Changes what the body names of a case.
#[utoipa::path(
    patch,
    path = "/clerk/api/case/{id}/",
    operation_id = "updateCase",
    tag = "cases",
    params(("id" = Uuid, Path)),
    request_body = CaseInput,
    responses((status = 200, description = "The case", body = Case), Failures),
)]
pub async fn update(
    actor: ParalegalOrBetter,
    id: Path<Uuid>,
    body: Body,
    ctx: Data<Context>,
) -> ApiResult {
    save(&actor, *id, body.partial(), &ctx).await
}

/// The same, but the body has to name the topic.
#[utoipa::path(
    put,
    path = "/clerk/api/case/{id}/",
    operation_id = "replaceCase",
    tag = "cases",
    params(("id" = Uuid, Path)),
    request_body = CaseInput,
    responses((status = 200, description = "The case", body = Case), Failures),
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
    let conn = &mut *ctx.db().await?;
    access::case(conn, actor, id).await?;
    let input = CaseInput::read(body)?;
    let now = ctx.clock.now();
    let case = case_changes::update(conn, actor, id, input, now).await?;
    Ok(HttpResponse::Ok().json(Case::new(case, now)))
}
