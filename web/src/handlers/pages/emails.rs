//! `GET /clerk/cases/email/<uuid>/` and what is below: the emails of a case.

use actix_web::{
    HttpRequest,
    web::{Data, Path},
};
use clerk_base::urls;
use clerk_domain::{Context, emails};
use serde_json::{Value, json};

use super::{
    case_detail::{context, open},
    row_key,
};
use crate::{
    auth::guards::ParalegalOrBetter,
    react_page::{PageResult, or_page, render},
    wire::{drf::query::Query, email_template::EmailTemplate},
};

/// The threads of a case.
///
/// # Errors
/// Shows the 404 page when there is no such case, the 403 page when it is somebody else's.
pub async fn list(
    account: ParalegalOrBetter,
    request: HttpRequest,
    id: Path<String>,
    ctx: Data<Context>,
) -> PageResult {
    let case = open(&ctx, &account, &id).await.map_err(or_page(&request))?;
    let mut context = context(&id, case.id);
    let domain = &ctx.config.mail.domain;
    context["case_email_address"] = Value::String(emails::case_sender(case.id, domain));
    context["draft_url"] = Value::String(urls::email_draft_create(case.id));
    Ok(render(&request, &format!("Case {}", case.fileref), "email-list", context))
}

/// One thread. Whether there is such a thread, the page's script finds out.
///
/// # Errors
/// As [`list`].
pub async fn thread(
    account: ParalegalOrBetter,
    request: HttpRequest,
    path: Path<(String, String)>,
    ctx: Data<Context>,
) -> PageResult {
    let (id, slug) = path.into_inner();
    let case = open(&ctx, &account, &id).await.map_err(or_page(&request))?;
    let context = json!({
        "case_pk": id,
        "thread_slug": slug,
        "case_email_list_url": urls::case_emails(case.id),
    });
    Ok(render(&request, &format!("Case {}", case.fileref), "email-thread", context))
}

/// Beginning an email, perhaps as the answer to another one.
///
/// # Errors
/// As [`list`].
pub async fn draft_create(
    account: ParalegalOrBetter,
    request: HttpRequest,
    id: Path<String>,
    ctx: Data<Context>,
) -> PageResult {
    let or_page = or_page(&request);
    let case = open(&ctx, &account, &id).await.map_err(&or_page)?;
    let mut conn = ctx.db().await.map_err(&or_page)?;
    let now = ctx.clock.now();
    let domain = &ctx.config.mail.domain;
    let found = emails::templates::for_case(&mut conn, case.clone(), domain, now).await;
    let found = found.map_err(&or_page)?;
    let templates: Vec<EmailTemplate> = found.into_iter().map(EmailTemplate::from).collect();
    let context = json!({
        "case_pk": id.as_str(),
        "parent_email_id": Query::of(&request).get("parent"),
        "case_email_url": urls::case_emails(case.id),
        "templates": templates,
    });
    Ok(render(&request, &format!("Case {}", case.fileref), "email-draft-create", context))
}

/// Writing a draft.
///
/// # Errors
/// As [`list`]; also the 404 page when the case has no such email.
pub async fn draft_edit(
    account: ParalegalOrBetter,
    request: HttpRequest,
    path: Path<(String, String)>,
    ctx: Data<Context>,
) -> PageResult {
    let or_page = or_page(&request);
    let (id, email) = path.into_inner();
    let case = open(&ctx, &account, &id).await.map_err(&or_page)?;
    let key = row_key(&email).map_err(&or_page)?;
    let mut conn = ctx.db().await.map_err(&or_page)?;
    emails::require(&mut conn, case.id, key).await.map_err(&or_page)?;
    let context = json!({
        "case_pk": id,
        "email_pk": email,
        "email_preview_url": urls::email_preview(case.id, key),
        "case_email_url": urls::case_emails(case.id),
    });
    Ok(render(&request, &format!("Case {}", case.fileref), "email-draft-edit", context))
}
