//! Parties, tenancies and clients, each with their cases.

use actix_web::{
    HttpRequest, HttpResponse,
    web::{Data, Path},
};
use clerk_base::urls;
use clerk_domain::{Context, access::Role, cases};
use serde_json::json;
use uuid::Uuid;

use crate::{
    guards::{CoordinatorOrBetter, ParalegalOrBetter},
    react_page::{PageResult, or_page, render},
    wire::{cases::Case, clients::Client, people::Person, tenancies::Tenancy},
};

/// The list of parties.
pub async fn list_parties(_actor: ParalegalOrBetter, request: HttpRequest) -> HttpResponse {
    let context = json!({"create_url": urls::PARTY_CREATE});
    render(&request, "People", "person-list", context)
}

/// The form that makes a party.
pub async fn create_party(_actor: CoordinatorOrBetter, request: HttpRequest) -> HttpResponse {
    render(&request, "Create person", "person-create", json!({}))
}

/// One party with the cases of which they are landlord or agent.
pub async fn get_party(
    actor: ParalegalOrBetter,
    id: Path<i32>,
    request: HttpRequest,
    ctx: Data<Context>,
) -> PageResult {
    let or_page = or_page(&request);
    let mut conn = ctx.db().await.map_err(&or_page)?;
    let (person, found) = cases::of_person(&mut conn, &actor, *id).await.map_err(&or_page)?;
    let title = person.full_name.clone();
    let context = json!({
        "issues": Case::all(found, ctx.clock.now()),
        "person": Person::from(person),
        "is_editable": actor.role.is_at_least(Role::Coordinator),
        "list_url": urls::PARTIES,
    });
    Ok(render(&request, &title, "person-detail", context))
}

/// A tenancy and its cases.
pub async fn get_tenancy(
    actor: ParalegalOrBetter,
    id: Path<i32>,
    request: HttpRequest,
    ctx: Data<Context>,
) -> PageResult {
    let or_page = or_page(&request);
    let mut conn = ctx.db().await.map_err(&or_page)?;
    let (tenancy, found) = cases::of_tenancy(&mut conn, &actor, *id).await.map_err(&or_page)?;
    let context = json!({
        "tenancy": Tenancy::from(tenancy),
        "issues": Case::all(found, ctx.clock.now()),
    });
    Ok(render(&request, "Tenancy", "tenancy-detail", context))
}

/// A client and their cases.
pub async fn get_client(
    actor: ParalegalOrBetter,
    id: Path<Uuid>,
    request: HttpRequest,
    ctx: Data<Context>,
) -> PageResult {
    let or_page = or_page(&request);
    let mut conn = ctx.db().await.map_err(&or_page)?;
    let (client, found) = cases::of_client(&mut conn, &actor, *id).await.map_err(&or_page)?;
    let title = format!("Client {}", client.full_name());
    let now = ctx.clock.now();
    let context = json!({
        "client": Client::new(client, now),
        "issues": Case::all(found, now),
    });
    Ok(render(&request, &title, "client-detail", context))
}
