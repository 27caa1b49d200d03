//! The emails of a case.

use actix_web::{
    HttpRequest,
    http::{
        StatusCode,
        header::{CONTENT_SECURITY_POLICY, HeaderValue},
    },
    web::{Data, Path},
};
use clerk_base::urls;
use clerk_domain::{
    Context,
    emails::{
        self,
        drafts::{self, templates},
    },
};
use serde_json::{Value, json};
use uuid::Uuid;

use super::{
    as_written,
    case::{context, open},
};
use crate::{
    guards::ParalegalOrBetter,
    react_page::{PageResult, html, or_page, render},
    wire::{email_templates::EmailTemplate, format::query::Query},
};

/// The mail is shown as it is and can run nothing.
const PREVIEW_POLICY: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; style-src 'unsafe-inline'; img-src https: data:; form-action 'none'; \
     base-uri 'none'; frame-ancestors 'none'; sandbox allow-popups",
);

/// The threads of a case.
pub async fn list(
    actor: ParalegalOrBetter,
    id: Path<Uuid>,
    request: HttpRequest,
    ctx: Data<Context>,
) -> PageResult {
    let case = open(&actor, *id, &ctx).await.map_err(or_page(&request))?;
    let mut context = context(&request, case.id);
    let domain = &ctx.config.mail.domain;
    context["case_email_address"] = Value::String(emails::case_sender(case.id, domain));
    context["draft_url"] = Value::String(urls::email_draft_create(case.id));
    Ok(render(&request, &format!("Case {}", case.fileref), "email-list", context))
}

/// One thread. Whether there is such a thread, the page's script finds out.
pub async fn thread(
    actor: ParalegalOrBetter,
    path: Path<(Uuid, String)>,
    request: HttpRequest,
    ctx: Data<Context>,
) -> PageResult {
    let (case_id, slug) = path.into_inner();
    let case = open(&actor, case_id, &ctx).await.map_err(or_page(&request))?;
    let context = json!({
        "case_pk": as_written(&request, "case_id"),
        "thread_slug": slug,
        "case_email_list_url": urls::case_emails(case.id),
    });
    Ok(render(&request, &format!("Case {}", case.fileref), "email-thread", context))
}

/// The page that begins an email, perhaps as the answer to another one.
pub async fn create_draft(
    actor: ParalegalOrBetter,
    id: Path<Uuid>,
    request: HttpRequest,
    ctx: Data<Context>,
) -> PageResult {
    let or_page = or_page(&request);
    let case = open(&actor, *id, &ctx).await.map_err(&or_page)?;
    let mut conn = ctx.db().await.map_err(&or_page)?;
    let now = ctx.clock.now();
    let domain = &ctx.config.mail.domain;
    let found = templates::for_case(&mut conn, case.clone(), domain, now).await;
    let found = found.map_err(&or_page)?;
    let templates: Vec<EmailTemplate> = found.into_iter().map(EmailTemplate::from).collect();
    let context = json!({
        "case_pk": as_written(&request, "id"),
        "parent_email_id": Query::of(&request).get("parent"),
        "case_email_url": urls::case_emails(case.id),
        "templates": templates,
    });
    Ok(render(&request, &format!("Case {}", case.fileref), "email-draft-create", context))
}

/// The page that changes a draft.
pub async fn edit_draft(
    actor: ParalegalOrBetter,
    path: Path<(Uuid, i32)>,
    request: HttpRequest,
    ctx: Data<Context>,
) -> PageResult {
    let or_page = or_page(&request);
    let (case_id, id) = *path;
    let case = open(&actor, case_id, &ctx).await.map_err(&or_page)?;
    let mut conn = ctx.db().await.map_err(&or_page)?;
    emails::state_in_case(&mut conn, case.id, id).await.map_err(&or_page)?;
    let context = json!({
        "case_pk": as_written(&request, "case_id"),
        "email_pk": as_written(&request, "email_id"),
        "email_preview_url": urls::email_preview(case.id, id),
        "case_email_url": urls::case_emails(case.id),
    });
    Ok(render(&request, &format!("Case {}", case.fileref), "email-draft-edit", context))
}

/// What a draft will look like as a mail: plain HTML without the shell.
pub async fn preview_draft(
    actor: ParalegalOrBetter,
    path: Path<(Uuid, i32)>,
    request: HttpRequest,
    ctx: Data<Context>,
) -> PageResult {
    let or_page = or_page(&request);
    let (case_id, id) = *path;
    let case = open(&actor, case_id, &ctx).await.map_err(&or_page)?;
    let mut conn = ctx.db().await.map_err(&or_page)?;
    let look = &ctx.config.mail.look;
    let preview = drafts::preview(&mut conn, look, case.id, id).await.map_err(&or_page)?;
    let mut response = html(StatusCode::OK, preview);
    response.headers_mut().insert(CONTENT_SECURITY_POLICY, PREVIEW_POLICY);
    Ok(response)
}
