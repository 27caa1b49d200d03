//! `GET /clerk/account/` and what is below: the accounts of staff.

use actix_web::{
    HttpRequest, HttpResponse,
    web::{Data, Path},
};
use clerk_base::urls;
use clerk_domain::{Context, DomainError, access::GROUPS, accounts::profiles};
use serde_json::json;

use super::row_key;
use crate::{
    auth::guards::CoordinatorOrBetter,
    react_page::{PageResult, or_page, render},
};

/// The list of accounts.
pub async fn list(_: CoordinatorOrBetter, request: HttpRequest) -> HttpResponse {
    let context = json!({"create_url": urls::ACCOUNT_CREATE, "group_values": GROUPS});
    render(&request, "Accounts", "accounts-list", context)
}

/// The form that invites people.
pub async fn create(_: CoordinatorOrBetter, request: HttpRequest) -> HttpResponse {
    render(&request, "Invite users", "account-create", json!({"group_values": GROUPS}))
}

/// One account, active or not.
///
/// # Errors
/// Shows the 404 page when there is no such account.
pub async fn detail(
    _: CoordinatorOrBetter,
    request: HttpRequest,
    id: Path<String>,
    ctx: Data<Context>,
) -> PageResult {
    let or_page = or_page(&request);
    let key = row_key(&id).map_err(&or_page)?;
    let conn = ctx.db().await.map_err(&or_page)?;
    let mut found = profiles(&conn, [key]).await.map_err(|error| or_page(error.into()))?;
    let account = found.remove(&key).ok_or_else(|| or_page(DomainError::NotFound))?;
    let title = format!("User {}", account.full_name());
    Ok(render(&request, &title, "account-detail", json!({"account_id": id.as_str()})))
}
