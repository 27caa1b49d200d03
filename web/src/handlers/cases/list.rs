//! `GET /clerk/api/case/`: the cases that one may see, filtered, newest first.

use actix_web::{HttpRequest, HttpResponse, web::Data};
use clerk_shared::{
    Context,
    domain::cases::{
        self, CaseFilter,
        choices::{OUTCOME, STAGE, TOPIC},
    },
};

use crate::{
    auth::guards::LoggedIn,
    error::ApiResult,
    wire::{
        case::Case,
        drf::{
            page::{Page, Paginator, no_such_page},
            query::Query,
        },
    },
};

/// Fourteen cases fill the front end's table.
pub const PAGES: Paginator = Paginator { size: 14, max_size: Some(14) };

/// Answers with a page of cases.
///
/// # Errors
/// 400 for filters that make no sense, 404 for a page that there is not.
pub async fn list(
    account: LoggedIn,
    request: HttpRequest,
    ctx: Data<Context>,
) -> ApiResult<HttpResponse> {
    let mut query = Query::of(&request);
    let filter = filter(&mut query);
    let page = PAGES.read(&mut query);
    query.finish()?;
    let mut conn = ctx.db().await?;
    let found = cases::list(&mut conn, &account, &filter, page?).await?;
    let now = ctx.clock.now();
    let page = Page::of(found.ok_or_else(no_such_page)?, |case| Case::new(case, now));
    Ok(HttpResponse::Ok().json(page))
}

/// Reads the filters of a list of cases.
pub fn filter(query: &mut Query) -> CaseFilter {
    CaseFilter {
        topic: query.choice("topic", TOPIC),
        stage: query.choice("stage", STAGE),
        outcome: query.choice("outcome", OUTCOME),
        is_open: query.boolean("is_open"),
        lawyer: query.key("lawyer"),
        paralegal: query.key("paralegal"),
        client: query.uuid("client"),
        words: query
            .text("search")
            .map(|text| text.split(' ').filter(|it| !it.is_empty()).map(str::to_owned).collect())
            .unwrap_or_default(),
    }
}
