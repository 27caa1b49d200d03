//! `GET /clerk/api/date/`: the critical dates of the cases that one may see, the earliest first.

use actix_web::{HttpRequest, HttpResponse, web::Data};
use clerk_domain::{
    Context,
    dates::{self, DateFilter},
    vocabulary::dates::DATE_TYPE,
};

use crate::{
    auth::guards::ParalegalOrBetter,
    error::ApiResult,
    openapi::Failures,
    wire::{
        drf::{
            page::{Page, Paginator, Paging, no_such_page},
            query::Query,
        },
        issue_date::IssueDate,
    },
};

const PAGES: Paginator = Paginator { size: 20, max_size: None };

/// The critical dates of the cases that one may see, the earliest first.
#[utoipa::path(
    get,
    path = "/clerk/api/date/",
    operation_id = "getCaseDates",
    tag = "dates",
    params(
        Paging,
        ("q" = Option<String>, Query, description = "Occurs in the file reference, or in a name or the address of the client"),
        ("type" = Option<String>, Query),
        ("issue_id" = Option<String>, Query, description = "UUID of the case"),
        ("is_reviewed" = Option<String>, Query, description = "`true` or `false`"),
    ),
    responses((status = 200, description = "A page of dates", body = Page<IssueDate>), Failures),
)]
pub async fn list(
    account: ParalegalOrBetter,
    request: HttpRequest,
    ctx: Data<Context>,
) -> ApiResult<HttpResponse> {
    let mut query = Query::of(&request);
    let filter = DateFilter {
        text: query.text("q"),
        type_: query.choice("type", DATE_TYPE),
        case: query.uuid("issue_id"),
        is_reviewed: query.boolean("is_reviewed"),
    };
    let page = PAGES.read(&mut query);
    query.finish()?;
    let found = dates::list(&mut *ctx.db().await?, &account, &filter, page?).await?;
    let now = ctx.clock.now();
    let page = Page::of(found.ok_or_else(no_such_page)?, |date| IssueDate::new(date, now));
    Ok(HttpResponse::Ok().json(page))
}
