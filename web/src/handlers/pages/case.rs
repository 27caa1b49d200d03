//! One case, and its tabs.

use actix_web::{
    HttpRequest,
    web::{Data, Path},
};
use askama::Template;
use clerk_base::{text, urls};
use clerk_domain::{
    Context, DomainError,
    access::{self, Account, CaseRow},
    cases::{self, EmailLine},
    vocabulary::notes::NoteType,
};
use serde_json::{Value, json};
use uuid::Uuid;

use super::{
    answers::{self, Answer, Part},
    as_written,
};
use crate::{
    guards::ParalegalOrBetter,
    react_page::{PageResult, ReactPage, or_page, render},
    wire::{cases::Case, format::date, notes::Note},
};

#[derive(Template)]
#[template(path = "plain/case.html")]
struct PlainCase {
    case: Case,
    answers: Vec<Answer>,
    submission_url: String,
    emails: Vec<EmailLine>,
    notes: Vec<PlainNote>,
}

struct PlainNote {
    note: Note,
    /// The day that it is about.
    day: Option<String>,
}

#[derive(Template)]
#[template(path = "plain/submission.html")]
struct PlainSubmission<'a> {
    fileref: &'a str,
    case_url: String,
    submission: Option<(String, Vec<Answer>)>,
}

/// A case. Without the front end, the page itself shows it.
pub async fn get(
    actor: ParalegalOrBetter,
    id: Path<Uuid>,
    request: HttpRequest,
    ctx: Data<Context>,
) -> PageResult {
    let or_page = or_page(&request);
    let case = open(&actor, *id, &ctx).await.map_err(&or_page)?;
    let title = format!("Case {}", case.fileref);
    let page = ReactPage::new(&request, &title, "case-detail", context(&request, case.id));
    if page.is_built() {
        return Ok(page.respond(""));
    }
    let plain = plain_case(&actor, case.id, &ctx).await.map_err(&or_page)?;
    Ok(page.respond(&plain))
}

/// The documents of a case.
pub async fn documents(
    actor: ParalegalOrBetter,
    id: Path<Uuid>,
    request: HttpRequest,
    ctx: Data<Context>,
) -> PageResult {
    tab(&actor, *id, &request, "document-list", &ctx).await
}

/// The critical dates of a case.
pub async fn dates(
    actor: ParalegalOrBetter,
    id: Path<Uuid>,
    request: HttpRequest,
    ctx: Data<Context>,
) -> PageResult {
    tab(&actor, *id, &request, "case-date-list", &ctx).await
}

/// The services of a case.
pub async fn services(
    actor: ParalegalOrBetter,
    id: Path<Uuid>,
    request: HttpRequest,
    ctx: Data<Context>,
) -> PageResult {
    tab(&actor, *id, &request, "service-list", &ctx).await
}

/// The form that a case came from. Without the front end, the page itself shows it.
pub async fn submission(
    actor: ParalegalOrBetter,
    id: Path<Uuid>,
    request: HttpRequest,
    ctx: Data<Context>,
) -> PageResult {
    let or_page = or_page(&request);
    let case = open(&actor, *id, &ctx).await.map_err(&or_page)?;
    let title = format!("Case {}", case.fileref);
    let page = ReactPage::new(&request, &title, "submission-detail", context(&request, case.id));
    if page.is_built() {
        return Ok(page.respond(""));
    }
    let plain = plain_submission(&case, &ctx).await.map_err(&or_page)?;
    Ok(page.respond(&plain))
}

async fn tab(
    actor: &Account,
    id: Uuid,
    request: &HttpRequest,
    page: &str,
    ctx: &Context,
) -> PageResult {
    let case = open(actor, id, ctx).await.map_err(or_page(request))?;
    let title = format!("Case {}", case.fileref);
    Ok(render(request, &title, page, context(request, case.id)))
}

async fn plain_case(actor: &Account, id: Uuid, ctx: &Context) -> Result<String, DomainError> {
    let mut conn = ctx.db().await?;
    let found = cases::detail(&mut conn, actor, id).await?;
    let emails = cases::emails(&mut conn, id).await?;
    let now = ctx.clock.now();
    let plain = PlainCase {
        answers: found.case.row.answers.as_ref().map(answers::readable).unwrap_or_default(),
        submission_url: urls::case_tab(id, "submission"),
        case: Case::new(found.case, now),
        emails,
        notes: found
            .notes
            .into_iter()
            .map(|note| PlainNote { day: note.event.map(date::day), note: Note::new(note, now) })
            .collect(),
    };
    plain.render().map_err(|error| DomainError::Fatal(error.to_string()))
}

async fn plain_submission(case: &CaseRow, ctx: &Context) -> Result<String, DomainError> {
    let submission = cases::submission(&mut *ctx.db().await?, case).await?;
    let plain = PlainSubmission {
        fileref: &case.fileref,
        case_url: urls::case(case.id),
        submission: submission
            .map(|form| (date::hour(form.created_at), answers::readable(&form.answers))),
    };
    plain.render().map_err(|error| DomainError::Fatal(error.to_string()))
}

/// The case of a page's address, if this account may see it.
pub(super) async fn open(actor: &Account, id: Uuid, ctx: &Context) -> Result<CaseRow, DomainError> {
    access::case(&mut *ctx.db().await?, actor, id).await
}

/// What the page of a case and of each of its tabs finds in its context.
pub(super) fn context(request: &HttpRequest, id: Uuid) -> Value {
    json!({
        "case_pk": as_written(request, "id"),
        "urls": {
            "detail": urls::case(id),
            "email": urls::case_emails(id),
            "docs": urls::case_tab(id, "docs"),
            "dates": urls::case_tab(id, "dates"),
            "services": urls::case_tab(id, "services"),
            "submission": urls::case_tab(id, "submission"),
        },
    })
}
