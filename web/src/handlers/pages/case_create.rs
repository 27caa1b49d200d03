//! `GET /clerk/cases/create/`: opening a case by hand.

use actix_web::{HttpRequest, HttpResponse};
use clerk_domain::vocabulary::cases::ACTIVE_TOPIC;
use serde_json::json;

use crate::{auth::guards::CoordinatorOrBetter, react_page::render};

/// Answers with the page.
pub async fn case_create(_: CoordinatorOrBetter, request: HttpRequest) -> HttpResponse {
    let context = json!({"choices": {"topic": ACTIVE_TOPIC.0}});
    render(&request, "Create case", "case-create", context)
}
