//! `GET /clerk/api/case/`: the cases that one may see, filtered, newest first.

use actix_web::{HttpRequest, HttpResponse, web::Data};
use clerk_domain::{
    Context,
    cases::{self, CaseFilter},
    vocabulary::cases::{OUTCOME, STAGE, TOPIC},
};

use crate::{
    auth::guards::LoggedIn,
    error::ApiResult,
    openapi::Failures,
    wire::{
        case::Case,
        drf::{
            page::{Page, Paginator, Paging, no_such_page},
            query::Query,
        },
    },
};

/// Fourteen cases fill the front end's table.
pub const PAGES: Paginator = Paginator { size: 14, max_size: Some(14) };

/// The cases that one may see, newest first.
#[utoipa::path(
    get,
    path = "/clerk/api/case/",
    operation_id = "getCases",
    tag = "cases",
    params(
        Paging,
        ("search" = Option<String>, Query, description = "Words of which at least one occurs in the file reference, or in a name or the address of the client or the paralegal"),
        ("topic" = Option<String>, Query),
        ("stage" = Option<String>, Query),
        ("outcome" = Option<String>, Query),
        ("is_open" = Option<String>, Query, description = "`True` or `False`"),
        ("paralegal" = Option<String>, Query, description = "Id of the account"),
        ("lawyer" = Option<String>, Query, description = "Id of the account"),
        ("client" = Option<String>, Query, description = "UUID of the client"),
    ),
    responses((status = 200, description = "A page of cases", body = Page<Case>), Failures),
)]
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
