//! `GET /clerk/cases/<uuid>/submission/`: the form that a case came from.

use actix_web::{
    HttpRequest,
    web::{Data, Path},
};
use askama::Template;
use clerk_base::urls;
use clerk_domain::{Context, DomainError, access::CaseRow, cases};

use super::{
    answers::{self, Answer, Part},
    case_detail::{context, open},
};
use crate::{
    auth::guards::ParalegalOrBetter,
    react_page::{PageResult, ReactPage, or_page},
    wire::drf::date,
};

#[derive(Template)]
#[template(path = "plain/submission.html")]
struct Plain<'a> {
    fileref: &'a str,
    case_url: String,
    submission: Option<(String, Vec<Answer>)>,
}

/// Answers with the page.
///
/// # Errors
/// Shows the 404 page when there is no such case, the 403 page when it is somebody else's.
pub async fn case_submission(
    account: ParalegalOrBetter,
    request: HttpRequest,
    id: Path<String>,
    ctx: Data<Context>,
) -> PageResult {
    let or_page = or_page(&request);
    let case = open(&ctx, &account, &id).await.map_err(&or_page)?;
    let title = format!("Case {}", case.fileref);
    let page = ReactPage::new(&request, &title, "submission-detail", context(&id, case.id));
    if page.is_built() {
        return Ok(page.respond(""));
    }
    let plain = plain(&ctx, &case).await.map_err(&or_page)?;
    Ok(page.respond(&plain))
}

async fn plain(ctx: &Context, case: &CaseRow) -> Result<String, DomainError> {
    let submission = cases::submission(&mut *ctx.db().await?, case).await?;
    let plain = Plain {
        fileref: &case.fileref,
        case_url: urls::case(case.id),
        submission: submission
            .map(|it| (date::hour(it.created_at), answers::readable(&it.answers))),
    };
    plain.render().map_err(|error| DomainError::Fatal(error.to_string()))
}
