//! Staff accounts.

use actix_web::{
    HttpRequest, HttpResponse,
    web::{Data, Path},
};
use clerk_domain::{
    Context, DomainError,
    access::Account,
    accounts::{self, AccountFilter, Sort},
};
use clerk_workflows::{account_changes, staff_access};

use crate::{
    api_route::{ApiRoute, api_routes},
    error::ApiResult,
    failures::{Failures, ReadFailures, Unavailable},
    guards::{AdminOrBetter, CoordinatorOrBetter},
    wire::{
        accounts::{AccountInput, CreatedUser, NewAccount, PotentialUser, User},
        format::{
            body::Body,
            page::{Page, Paginator, Paging, no_such_page},
            query::Query,
        },
        microsoft_access::{AccountPermissions, Permissions},
    },
};

/// The operations.
pub const ROUTES: &[ApiRoute] = api_routes![
    list_potential,
    get_permissions,
    resync_permissions,
    list,
    create,
    // Digits only, so that the words beside them are free.
    get("id" = r"\d+"),
    update("id" = r"\d+"),
    replace("id" = r"\d+")
];

/// The people in Google's directory who have no account yet, by address.
#[utoipa::path(
    get,
    path = "/clerk/api/account/potential/",
    operation_id = "getPotentialUsers",
    tag = "accounts",
    responses(
        (status = 200, description = "The people", body = Vec<PotentialUser>),
        ReadFailures,
        Unavailable,
    ),
)]
pub async fn list_potential(_actor: AdminOrBetter, ctx: Data<Context>) -> ApiResult {
    let people = accounts::potential(&ctx).await?;
    let people: Vec<_> = people.into_iter().map(PotentialUser::from).collect();
    Ok(HttpResponse::Ok().json(people))
}

/// What an account may see on SharePoint, of the cases it works on.
#[utoipa::path(
    get,
    path = "/clerk/api/account/{id}/perms/",
    operation_id = "getUserAccountPermissions",
    tag = "accounts",
    params(("id" = i32, Path)),
    responses(
        (status = 200, description = "The permissions; empty when SharePoint cannot tell", body = Permissions),
        ReadFailures,
    ),
)]
pub async fn get_permissions(
    actor: CoordinatorOrBetter,
    id: Path<i32>,
    ctx: Data<Context>,
) -> ApiResult {
    match staff_access::microsoft_permissions(&ctx, &actor, *id).await {
        Ok(found) => Ok(HttpResponse::Ok().json(Permissions::new(found, ctx.clock.now()))),
        // The front end takes an empty answer for "not known" and shows the rest of its page.
        Err(DomainError::Unavailable(reason)) => {
            tracing::error!(account = *id, reason, "access to SharePoint is not known");
            Ok(HttpResponse::Ok().finish())
        }
        Err(error) => Err(error.into()),
    }
}

/// Sets an account's access to SharePoint right. Takes some seconds; what cannot be done in half a
/// minute is done afterwards.
#[utoipa::path(
    post,
    path = "/clerk/api/account/{id}/perms-resync/",
    operation_id = "resyncUserAccountPermissions",
    tag = "accounts",
    params(("id" = i32, Path)),
    responses(
        (status = 200, description = "The account and its permissions", body = AccountPermissions),
        ReadFailures,
    ),
)]
pub async fn resync_permissions(
    actor: CoordinatorOrBetter,
    id: Path<i32>,
    ctx: Data<Context>,
) -> ApiResult {
    let (profile, permissions) = staff_access::resync_microsoft(&ctx, &actor, *id).await?;
    let now = ctx.clock.now();
    Ok(HttpResponse::Ok().json(AccountPermissions {
        account: User::new(&profile, now),
        permissions: permissions.map(|permissions| Permissions::new(permissions, now)),
    }))
}

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
    _actor: CoordinatorOrBetter,
    request: HttpRequest,
    ctx: Data<Context>,
) -> ApiResult {
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

/// Makes an account. Its Microsoft account follows in the background.
#[utoipa::path(
    post,
    path = "/clerk/api/account/",
    operation_id = "createUser",
    tag = "accounts",
    request_body = NewAccount,
    responses((status = 201, description = "The new account", body = CreatedUser), Failures),
)]
pub async fn create(actor: AdminOrBetter, body: Body, ctx: Data<Context>) -> ApiResult {
    let new = NewAccount::read(body)?;
    let now = ctx.clock.now();
    let created = account_changes::create(&mut *ctx.db().await?, &actor, &new, now).await?;
    Ok(HttpResponse::Created().json(CreatedUser::from(created)))
}

/// One account, active or not.
#[utoipa::path(
    get,
    path = "/clerk/api/account/{id}/",
    operation_id = "getUser",
    tag = "accounts",
    params(("id" = i32, Path)),
    responses((status = 200, description = "The account", body = User), ReadFailures),
)]
pub async fn get(_actor: CoordinatorOrBetter, id: Path<i32>, ctx: Data<Context>) -> ApiResult {
    let found = accounts::detail(&mut *ctx.db().await?, *id).await?;
    Ok(HttpResponse::Ok().json(User::new(&found, ctx.clock.now())))
}

/// Changes what the body names of an account. Groups and address take an admin.
#[utoipa::path(
    patch,
    path = "/clerk/api/account/{id}/",
    operation_id = "updateUser",
    tag = "accounts",
    params(("id" = i32, Path)),
    request_body = AccountInput,
    responses((status = 200, description = "The account as it is now", body = User), Failures),
)]
pub async fn update(
    actor: CoordinatorOrBetter,
    id: Path<i32>,
    body: Body,
    ctx: Data<Context>,
) -> ApiResult {
    save(&actor, *id, body, &ctx).await
}

/// The same: no field is required.
#[utoipa::path(
    put,
    path = "/clerk/api/account/{id}/",
    operation_id = "replaceUser",
    tag = "accounts",
    params(("id" = i32, Path)),
    request_body = AccountInput,
    responses((status = 200, description = "The account as it is now", body = User), Failures),
)]
pub async fn replace(
    actor: CoordinatorOrBetter,
    id: Path<i32>,
    body: Body,
    ctx: Data<Context>,
) -> ApiResult {
    save(&actor, *id, body, &ctx).await
}

async fn save(actor: &Account, id: i32, body: Body, ctx: &Context) -> ApiResult {
    let now = ctx.clock.now();
    let mut conn = ctx.db().await?;
    accounts::detail(&mut conn, id).await?;
    let input = AccountInput::read(body)?;
    let changed = account_changes::update(&mut conn, actor, id, &input, now).await?;
    Ok(HttpResponse::Ok().json(User::new(&changed, now)))
}
