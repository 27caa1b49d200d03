//! The kinds of templates, and the pages of documents' templates.

use actix_web::{HttpRequest, HttpResponse};
use clerk_base::urls;
use clerk_domain::vocabulary::cases::ACTIVE_TOPIC;
use serde_json::json;

use crate::{
    guards::{AdminOrBetter, CoordinatorOrBetter},
    react_page::render,
};

/// The kinds of templates.
pub async fn list_kinds(_actor: CoordinatorOrBetter, request: HttpRequest) -> HttpResponse {
    let context = json!({
        "email_url": urls::EMAIL_TEMPLATES,
        "doc_url": urls::DOCUMENT_TEMPLATES,
        "notify_url": urls::NOTIFICATION_TEMPLATES,
    });
    render(&request, "Templates", "template-list", context)
}

/// The list of templates of documents.
pub async fn list(_actor: AdminOrBetter, request: HttpRequest) -> HttpResponse {
    let context = json!({
        "choices": {"topic": ACTIVE_TOPIC.0},
        "create_url": urls::DOCUMENT_TEMPLATE_CREATE,
    });
    render(&request, "Document Templates", "doc-template-list", context)
}

/// The form that uploads templates of documents.
pub async fn create(_actor: AdminOrBetter, request: HttpRequest) -> HttpResponse {
    let context = json!({
        "choices": {"topic": ACTIVE_TOPIC.0},
        "list_url": urls::DOCUMENT_TEMPLATES,
    });
    render(&request, "Document Templates", "doc-template-create", context)
}
