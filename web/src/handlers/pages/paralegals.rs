//! `GET /clerk/paralegals/`: how busy everybody is.

use actix_web::{HttpRequest, web::Data};
use clerk_domain::{Context, accounts};
use serde_json::json;

use crate::{
    auth::guards::CoordinatorOrBetter,
    react_page::{PageResult, or_page, render},
    wire::workload::Workload,
};

/// Answers with the page.
///
/// # Errors
/// Shows an error page when the database fails.
pub async fn paralegals(
    account: CoordinatorOrBetter,
    request: HttpRequest,
    ctx: Data<Context>,
) -> PageResult {
    let or_page = or_page(&request);
    let mut conn = ctx.db().await.map_err(&or_page)?;
    let found = accounts::workloads(&mut conn, &account).await.map_err(&or_page)?;
    let now = ctx.clock.now();
    let wire = |list: &[accounts::Workload]| -> Vec<Workload> {
        list.iter().map(|it| Workload::new(it, now)).collect()
    };
    let context = json!({"paralegals": wire(&found.paralegals), "lawyers": wire(&found.lawyers)});
    Ok(render(&request, "Paralegals", "paralegal-list", context))
}
