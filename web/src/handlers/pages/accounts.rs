//! The accounts of staff, and how busy everyone is.

use actix_web::{
    HttpRequest, HttpResponse,
    web::{Data, Path},
};
use clerk_base::urls;
use clerk_domain::{
    Context, DomainError,
    access::GROUPS,
    accounts::{self, profiles},
};
use serde_json::json;

use super::as_written;
use crate::{
    guards::CoordinatorOrBetter,
    react_page::{PageResult, or_page, render},
    wire::accounts::Workload,
};

/// The list of accounts.
pub async fn list(_actor: CoordinatorOrBetter, request: HttpRequest) -> HttpResponse {
    let context = json!({"create_url": urls::ACCOUNT_CREATE, "group_values": GROUPS});
    render(&request, "Accounts", "accounts-list", context)
}

/// The form that invites people.
pub async fn create(_actor: CoordinatorOrBetter, request: HttpRequest) -> HttpResponse {
    render(&request, "Invite users", "account-create", json!({"group_values": GROUPS}))
}

/// One account, active or not.
pub async fn get(
    _actor: CoordinatorOrBetter,
    id: Path<i32>,
    request: HttpRequest,
    ctx: Data<Context>,
) -> PageResult {
    let or_page = or_page(&request);
    let conn = ctx.db().await.map_err(&or_page)?;
    let mut found = profiles(&conn, [*id]).await.map_err(|error| or_page(error.into()))?;
    let account = found.remove(&id).ok_or_else(|| or_page(DomainError::NotFound))?;
    let title = format!("User {}", account.full_name());
    Ok(render(
        &request,
        &title,
        "account-detail",
        json!({"account_id": as_written(&request, "id")}),
    ))
}

/// How busy everyone is.
pub async fn list_paralegals(
    actor: CoordinatorOrBetter,
    request: HttpRequest,
    ctx: Data<Context>,
) -> PageResult {
    let or_page = or_page(&request);
    let mut conn = ctx.db().await.map_err(&or_page)?;
    let found = accounts::workloads(&mut conn, &actor).await.map_err(&or_page)?;
    let now = ctx.clock.now();
    let wire = |list: &[accounts::Workload]| -> Vec<Workload> {
        list.iter().map(|workload| Workload::new(workload, now)).collect()
    };
    let context = json!({"paralegals": wire(&found.paralegals), "lawyers": wire(&found.lawyers)});
    Ok(render(&request, "Paralegals", "paralegal-list", context))
}
