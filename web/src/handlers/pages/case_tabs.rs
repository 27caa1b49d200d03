//! `GET /clerk/cases/<uuid>/docs/`, `dates/` and `services/`: tabs of a case whose data their scripts
//! fetch by themselves.

use actix_web::{
    HttpRequest,
    web::{Data, Path},
};
use clerk_domain::{Context, access::Account};

use super::case_detail::{context, open};
use crate::{
    auth::guards::ParalegalOrBetter,
    react_page::{PageResult, or_page, render},
};

/// The documents of a case.
///
/// # Errors
/// Shows the 404 page when there is no such case, the 403 page when it is somebody else's.
pub async fn docs(
    account: ParalegalOrBetter,
    request: HttpRequest,
    id: Path<String>,
    ctx: Data<Context>,
) -> PageResult {
    tab(&account, &request, &id, &ctx, "document-list").await
}

/// The critical dates of a case.
///
/// # Errors
/// As [`docs`].
pub async fn dates(
    account: ParalegalOrBetter,
    request: HttpRequest,
    id: Path<String>,
    ctx: Data<Context>,
) -> PageResult {
    tab(&account, &request, &id, &ctx, "case-date-list").await
}

/// The services of a case.
///
/// # Errors
/// As [`docs`].
pub async fn services(
    account: ParalegalOrBetter,
    request: HttpRequest,
    id: Path<String>,
    ctx: Data<Context>,
) -> PageResult {
    tab(&account, &request, &id, &ctx, "service-list").await
}

async fn tab(
    account: &Account,
    request: &HttpRequest,
    id: &str,
    ctx: &Context,
    page: &str,
) -> PageResult {
    let case = open(ctx, account, id).await.map_err(or_page(request))?;
    let title = format!("Case {}", case.fileref);
    Ok(render(request, &title, page, context(id, case.id)))
}
