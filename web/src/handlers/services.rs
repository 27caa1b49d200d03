//! The services of a case.

use actix_web::{
    HttpRequest, HttpResponse,
    web::{Data, Path},
};
use clerk_domain::{
    Context, access,
    services::{self, ServiceFilter},
    vocabulary::services::{ServiceCategory, ServiceType},
};
use uuid::Uuid;

use crate::{
    api_route::{ApiRoute, api_routes},
    error::ApiResult,
    failures::{Failures, ReadFailures},
    guards::ParalegalOrBetter,
    wire::{
        format::{body::Body, query::Query},
        services::{NewService, Service, ServiceInput},
    },
};

/// The operations.
pub const ROUTES: &[ApiRoute] = api_routes![list, create, get, update, delete];

/// The services of a case, the latest first.
#[utoipa::path(
    get,
    path = "/clerk/api/case/{id}/services/",
    operation_id = "getCaseServices",
    tag = "services",
    params(
        ("id" = Uuid, Path),
        ("category" = Option<String>, Query),
        ("type" = Option<String>, Query),
    ),
    responses((status = 200, description = "All of them", body = Vec<Service>), Failures),
)]
pub async fn list(
    actor: ParalegalOrBetter,
    id: Path<Uuid>,
    request: HttpRequest,
    ctx: Data<Context>,
) -> ApiResult {
    let conn = &mut *ctx.db().await?;
    access::case(conn, &actor, *id).await?;
    let mut query = Query::of(&request);
    let filter = ServiceFilter {
        category: query.choice("category", ServiceCategory::CHOICES).map(ServiceCategory::from),
        type_: query.choice("type", ServiceType::CHOICES).map(ServiceType::from),
    };
    query.finish()?;
    let found = services::list(conn, &actor, *id, filter).await?;
    Ok(HttpResponse::Ok().json(found.into_iter().map(Service::from).collect::<Vec<_>>()))
}

/// Adds a service to a case. To a closed one, coordinators and better may.
#[utoipa::path(
    post,
    path = "/clerk/api/case/{id}/services/",
    operation_id = "createCaseService",
    tag = "services",
    params(("id" = Uuid, Path)),
    request_body = NewService,
    responses((status = 201, description = "The new service", body = Service), Failures),
)]
pub async fn create(
    actor: ParalegalOrBetter,
    id: Path<Uuid>,
    body: Body,
    ctx: Data<Context>,
) -> ApiResult {
    let conn = &mut *ctx.db().await?;
    access::case(conn, &actor, *id).await?;
    let new = NewService::read(body)?;
    let service = services::create(conn, &actor, *id, new, ctx.clock.now()).await?;
    Ok(HttpResponse::Created().json(Service::from(service)))
}

/// A service of a case.
#[utoipa::path(
    get,
    path = "/clerk/api/case/{id}/services/{service_id}/",
    operation_id = "getCaseService",
    tag = "services",
    params(("id" = Uuid, Path), ("service_id" = i32, Path)),
    responses((status = 200, description = "The service", body = Service), ReadFailures),
)]
pub async fn get(
    actor: ParalegalOrBetter,
    path: Path<(Uuid, i32)>,
    ctx: Data<Context>,
) -> ApiResult {
    let (case, id) = *path;
    let found = services::find(&mut *ctx.db().await?, &actor, case, id).await?;
    Ok(HttpResponse::Ok().json(Service::from(found)))
}

/// Changes what the body names of a service. Of a closed case, coordinators and better may.
#[utoipa::path(
    patch,
    path = "/clerk/api/case/{id}/services/{service_id}/",
    operation_id = "updateCaseService",
    tag = "services",
    params(("id" = Uuid, Path), ("service_id" = i32, Path)),
    request_body = ServiceInput,
    responses((status = 200, description = "The service", body = Service), Failures),
)]
pub async fn update(
    actor: ParalegalOrBetter,
    path: Path<(Uuid, i32)>,
    body: Body,
    ctx: Data<Context>,
) -> ApiResult {
    let conn = &mut *ctx.db().await?;
    services::find(conn, &actor, path.0, path.1).await?;
    let input = ServiceInput::read(body.partial())?;
    let service = services::update(conn, &actor, *path, input, ctx.clock.now()).await?;
    Ok(HttpResponse::Ok().json(Service::from(service)))
}

/// Deletes a service. Of a closed case, coordinators and better may.
#[utoipa::path(
    delete,
    path = "/clerk/api/case/{id}/services/{service_id}/",
    operation_id = "deleteCaseService",
    tag = "services",
    params(("id" = Uuid, Path), ("service_id" = i32, Path)),
    responses((status = 204, description = "It is deleted"), ReadFailures),
)]
pub async fn delete(
    actor: ParalegalOrBetter,
    path: Path<(Uuid, i32)>,
    ctx: Data<Context>,
) -> ApiResult {
    services::delete(&mut *ctx.db().await?, &actor, *path, ctx.clock.now()).await?;
    Ok(HttpResponse::NoContent().finish())
}
