//! `GET /clerk/client/<uuid>/`: a client and their cases.

use actix_web::{
    HttpRequest,
    web::{Data, Path},
};
use clerk_domain::{Context, DomainError, cases};
use serde_json::json;
use uuid::Uuid;

use crate::{
    auth::guards::ParalegalOrBetter,
    react_page::{PageResult, or_page, render},
    wire::{case::Case, client::Client},
};

/// Answers with the page.
///
/// # Errors
/// Shows the 404 page when there is no such client, the 403 page to those who see none of their cases.
pub async fn client(
    account: ParalegalOrBetter,
    request: HttpRequest,
    id: Path<String>,
    ctx: Data<Context>,
) -> PageResult {
    let or_page = or_page(&request);
    let id = Uuid::parse_str(&id).map_err(|_| or_page(DomainError::NotFound))?;
    let mut conn = ctx.db().await.map_err(&or_page)?;
    let (client, found) = cases::of_client(&mut conn, &account, id).await.map_err(&or_page)?;
    let title = format!("Client {}", client.full_name());
    let now = ctx.clock.now();
    let context = json!({
        "client": Client::new(client, now),
        "issues": Case::all(found, now),
    });
    Ok(render(&request, &title, "client-detail", context))
}
