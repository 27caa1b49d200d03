//! `GET /clerk/cases/date/`: the critical dates of all cases.

use actix_web::{HttpRequest, HttpResponse};
use serde_json::json;

use crate::{auth::guards::CoordinatorOrBetter, react_page::render};

/// Answers with the page.
pub async fn dates(_: CoordinatorOrBetter, request: HttpRequest) -> HttpResponse {
    render(&request, "Critical Dates", "date-list", json!({}))
}
