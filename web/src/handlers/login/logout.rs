//! Logging out.

use actix_web::{HttpRequest, HttpResponse, web::Data};
use clerk_base::urls;
use clerk_domain::Context;
use clerk_workflows::login;

use crate::{
    auth::{address::client_address, csrf_form::CsrfForm, session},
    error::ApiResult,
};

/// `GET /accounts/logout/`: the navigation has a plain link.
///
/// # Errors
/// Fails when the database does.
pub async fn follow(request: HttpRequest, ctx: Data<Context>) -> ApiResult {
    log_out(&request, &ctx).await
}

/// `POST /accounts/logout/`.
///
/// # Errors
/// Fails when the database does.
pub async fn submit(request: HttpRequest, ctx: Data<Context>, _form: CsrfForm) -> ApiResult {
    log_out(&request, &ctx).await
}

async fn log_out(request: &HttpRequest, ctx: &Context) -> ApiResult {
    if let Some(session) = session::of(request) {
        login::log_out(ctx, &session, client_address(request)).await?;
    }
    let mut response = HttpResponse::Found();
    response.insert_header(("Location", urls::LOGIN)).insert_header(("Cache-Control", "no-store"));
    if request.cookie(session::COOKIE).is_some() {
        response.cookie(session::removal_cookie(request));
    }
    Ok(response.finish())
}
