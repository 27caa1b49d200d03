//! `GET /clerk/parties/` and what is below: landlords, agents and support workers.

use actix_web::{
    HttpRequest, HttpResponse,
    web::{Data, Path},
};
use clerk_base::urls;
use clerk_domain::{Context, access::Role, cases};
use serde_json::json;

use super::row_key;
use crate::{
    auth::guards::{CoordinatorOrBetter, ParalegalOrBetter},
    react_page::{PageResult, or_page, render},
    wire::{case::Case, person::Person},
};

/// The list of parties.
pub async fn list(_: ParalegalOrBetter, request: HttpRequest) -> HttpResponse {
    let context = json!({"create_url": urls::PARTY_CREATE});
    render(&request, "People", "person-list", context)
}

/// The form that makes a party.
pub async fn create(_: CoordinatorOrBetter, request: HttpRequest) -> HttpResponse {
    render(&request, "Create person", "person-create", json!({}))
}

/// One party with the cases of which they are landlord or agent.
///
/// # Errors
/// Shows the 404 page when there is no such party.
pub async fn detail(
    account: ParalegalOrBetter,
    request: HttpRequest,
    id: Path<String>,
    ctx: Data<Context>,
) -> PageResult {
    let or_page = or_page(&request);
    let id = row_key(&id).map_err(&or_page)?;
    let mut conn = ctx.db().await.map_err(&or_page)?;
    let (person, found) = cases::of_person(&mut conn, &account, id).await.map_err(&or_page)?;
    let title = person.full_name.clone();
    let context = json!({
        "issues": Case::all(found, ctx.clock.now()),
        "person": Person::from(person),
        "is_editable": account.role.is_at_least(Role::Coordinator),
        "list_url": urls::PARTIES,
    });
    Ok(render(&request, &title, "person-detail", context))
}
