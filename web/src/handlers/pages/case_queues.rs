//! `GET /clerk/cases/inbox/` and `/clerk/cases/review/`: from where coordinators hand out and review
//! cases.

use actix_web::{HttpRequest, HttpResponse, web::Data};
use askama::Template;
use clerk_domain::{
    Context, DomainError,
    cases::{self, QueuedCase},
};
use serde::Serialize;

use crate::{
    auth::guards::CoordinatorOrBetter,
    react_page::{PageResult, ReactPage, or_page},
    wire::case::Case,
};

#[derive(Serialize, Template)]
#[template(path = "plain/queue.html")]
struct Queue<'a> {
    #[serde(skip)]
    title: &'a str,
    issues: Vec<Case>,
}

/// Open cases that nobody works on yet.
///
/// # Errors
/// Shows an error page when the database fails.
pub async fn inbox(
    account: CoordinatorOrBetter,
    request: HttpRequest,
    ctx: Data<Context>,
) -> PageResult {
    let or_page = or_page(&request);
    let mut conn = ctx.db().await.map_err(&or_page)?;
    let mut found = cases::inbox(&mut conn, &account).await.map_err(&or_page)?;
    // The front end knows reviews on the other page only.
    found.iter_mut().for_each(|it| it.next_review = None);
    show(&request, &ctx, "Case Inbox", "case-inbox", found).map_err(&or_page)
}

/// Open cases in the order of their reviews.
///
/// # Errors
/// Shows an error page when the database fails.
pub async fn review(
    account: CoordinatorOrBetter,
    request: HttpRequest,
    ctx: Data<Context>,
) -> PageResult {
    let or_page = or_page(&request);
    let mut conn = ctx.db().await.map_err(&or_page)?;
    let found = cases::review(&mut conn, &account).await.map_err(&or_page)?;
    show(&request, &ctx, "Case Review", "case-review", found).map_err(&or_page)
}

fn show(
    request: &HttpRequest,
    ctx: &Context,
    title: &str,
    page: &str,
    found: Vec<QueuedCase>,
) -> Result<HttpResponse, DomainError> {
    let now = ctx.clock.now();
    let issues = found.into_iter().map(|it| Case::queued(it, now)).collect();
    let queue = Queue { title, issues };
    let page = ReactPage::new(request, title, page, &queue);
    if page.is_built() {
        return Ok(page.respond(""));
    }
    let plain = queue.render().map_err(|error| DomainError::Fatal(error.to_string()))?;
    Ok(page.respond(&plain))
}
