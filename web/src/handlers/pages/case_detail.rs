//! `GET /clerk/cases/<uuid>/`: one case.

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
    vocabulary::notes::NOTE_TYPE,
};
use serde_json::{Value, json};
use uuid::Uuid;

use super::answers::{self, Answer, Part};
use crate::{
    auth::guards::ParalegalOrBetter,
    react_page::{PageResult, ReactPage, or_page},
    wire::{case::Case, drf::date, note::Note},
};

#[derive(Template)]
#[template(path = "plain/case.html")]
struct Plain {
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

/// Answers with the page.
///
/// # Errors
/// Shows the 404 page when there is no such case, the 403 page when it is somebody else's.
pub async fn case_detail(
    account: ParalegalOrBetter,
    request: HttpRequest,
    id: Path<String>,
    ctx: Data<Context>,
) -> PageResult {
    let or_page = or_page(&request);
    let case = open(&ctx, &account, &id).await.map_err(&or_page)?;
    let title = format!("Case {}", case.fileref);
    let page = ReactPage::new(&request, &title, "case-detail", context(&id, case.id));
    if page.is_built() {
        return Ok(page.respond(""));
    }
    let plain = plain(&ctx, &account, case.id).await.map_err(&or_page)?;
    Ok(page.respond(&plain))
}

/// The case of a page's address, for somebody who may see it.
///
/// # Errors
/// As [`cases::access::case`].
pub async fn open(ctx: &Context, account: &Account, id: &str) -> Result<CaseRow, DomainError> {
    let id = Uuid::parse_str(id).map_err(|_| DomainError::NotFound)?;
    access::case(&mut *ctx.db().await?, account, id).await
}

/// What the page of a case and of each of its tabs finds in its context. `pk` is the id as the
/// address has it.
#[must_use]
pub fn context(pk: &str, id: Uuid) -> Value {
    json!({
        "case_pk": pk,
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

async fn plain(ctx: &Context, account: &Account, id: Uuid) -> Result<String, DomainError> {
    let mut conn = ctx.db().await?;
    let found = cases::detail(&mut conn, account, id).await?;
    let emails = cases::emails(&mut conn, id).await?;
    let now = ctx.clock.now();
    let plain = Plain {
        answers: found.case.row.answers.as_ref().map(answers::readable).unwrap_or_default(),
        submission_url: urls::case_tab(id, "submission"),
        case: Case::new(found.case, now),
        emails,
        notes: found
            .notes
            .into_iter()
            .map(|it| PlainNote { day: it.event.map(date::day), note: Note::new(it, now) })
            .collect(),
    };
    plain.render().map_err(|error| DomainError::Fatal(error.to_string()))
}
