//! `GET /clerk/tenancy/<id>/`: a tenancy and its cases.

use actix_web::{
    HttpRequest,
    web::{Data, Path},
};
use clerk_domain::{Context, cases};
use serde_json::json;

use super::row_key;
use crate::{
    auth::guards::ParalegalOrBetter,
    react_page::{PageResult, or_page, render},
    wire::{case::Case, tenancy::Tenancy},
};

/// Answers with the page.
///
/// # Errors
/// Shows the 404 page when there is no such tenancy, the 403 page to those who see none of its cases.
pub async fn tenancy(
    account: ParalegalOrBetter,
    request: HttpRequest,
    id: Path<String>,
    ctx: Data<Context>,
) -> PageResult {
    let or_page = or_page(&request);
    let id = row_key(&id).map_err(&or_page)?;
    let mut conn = ctx.db().await.map_err(&or_page)?;
    let (tenancy, found) = cases::of_tenancy(&mut conn, &account, id).await.map_err(&or_page)?;
    let context = json!({
        "tenancy": Tenancy::from(tenancy),
        "issues": Case::all(found, ctx.clock.now()),
    });
    Ok(render(&request, "Tenancy", "tenancy-detail", context))
}
