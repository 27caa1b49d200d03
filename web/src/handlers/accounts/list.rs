//! `GET /clerk/api/account/`: accounts, newest first unless asked otherwise.

use actix_web::{HttpRequest, HttpResponse, web::Data};
use clerk_domain::{
    Context,
    accounts::{self, AccountFilter, Sort},
};

use crate::{
    auth::guards::CoordinatorOrBetter,
    error::ApiResult,
    openapi::Failures,
    wire::{
        drf::{
            page::{Page, Paginator, Paging, no_such_page},
            query::Query,
        },
        user::User,
    },
};

const PAGES: Paginator = Paginator { size: 20, max_size: None };

/// Accounts, active or not, newest first unless asked otherwise.
#[utoipa::path(
    get,
    path = "/clerk/api/account/",
    operation_id = "getUsers",
    tag = "accounts",
    params(
        Paging,
        ("name" = Option<String>, Query, description = "A text that given and family name contain"),
        ("group" = Option<String>, Query, description = "Name of a group"),
        ("is_active" = Option<bool>, Query),
        ("sort" = Option<Vec<String>>, Query, description = "`case_capacity`, `date_joined`, `email`, `first_name` or `last_name`, after a minus for the other way round; may be given several times"),
    ),
    responses((status = 200, description = "A page of accounts", body = Page<User>), Failures),
)]
pub async fn list(
    _account: CoordinatorOrBetter,
    request: HttpRequest,
    ctx: Data<Context>,
) -> ApiResult<HttpResponse> {
    let mut query = Query::of(&request);
    let filter = AccountFilter {
        name: query.text("name"),
        group: query.text("group"),
        is_active: query.boolean("is_active"),
        sort: sort(&mut query),
    };
    let page = PAGES.read(&mut query);
    query.finish()?;
    let mut conn = ctx.db().await?;
    let found = accounts::list(&mut conn, &filter, page?).await?;
    let now = ctx.clock.now();
    let page = Page::of(found.ok_or_else(no_such_page)?, |account| User::new(&account, now));
    Ok(HttpResponse::Ok().json(page))
}

fn sort(query: &mut Query) -> Vec<Sort> {
    let names: Vec<String> = query
        .pairs()
        .filter(|(name, value)| *name == "sort" && !value.is_empty())
        .map(|(_, value)| value.to_owned())
        .collect();
    names
        .iter()
        .filter_map(|name| {
            Sort::parse(name).or_else(|| {
                let detail = format!("\"{name}\" is not one of the choices.");
                query.refuse("sort", "invalid_choice", detail)
            })
        })
        .collect()
}
