//! From the cookie `sessionid` to the account in the request's extensions.

use actix_web::{
    Error, HttpMessage, HttpRequest,
    body::MessageBody,
    cookie::Cookie,
    dev::{ServiceRequest, ServiceResponse},
    http::header,
    middleware::Next,
    web::Data,
};
use clerk_domain::{
    Context, DomainError,
    access::{self, Account},
    sessions::{self, Session},
};

use super::cookies;
use crate::error::ApiError;

/// The name of the cookie.
pub const COOKIE: &str = "sessionid";

/// The session of the request, logged in or not, for the handlers that end or replace it.
#[derive(Clone, Debug)]
pub struct RequestSession(pub Session);

/// The account of the session.
struct SessionAccount(Account);

/// The cookie that holds a session's key.
#[must_use]
pub fn cookie(request: &HttpRequest, key: &str) -> Cookie<'static> {
    let mut cookie =
        cookies::cookie(request, COOKIE, key.to_owned(), sessions::LIFETIME.num_seconds());
    cookie.set_http_only(true);
    cookie
}

/// Makes the browser forget its session.
#[must_use]
pub fn removal_cookie(request: &HttpRequest) -> Cookie<'static> {
    let mut cookie = cookies::removal(request, COOKIE);
    cookie.set_http_only(true);
    cookie
}

/// The session of the request, if it has one.
#[must_use]
pub fn of(request: &HttpRequest) -> Option<Session> {
    request.extensions().get::<RequestSession>().map(|found| found.0.clone())
}

/// The account of the request's session.
#[must_use]
pub fn account(request: &HttpRequest) -> Option<Account> {
    request.extensions().get::<SessionAccount>().map(|found| found.0.clone())
}

/// Finds the session's account before the handler runs, and extends the session afterwards.
/// A request without the cookie costs no query, one with it two.
pub async fn middleware(
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    let key = given_key(&request).filter(|_| needs_session(request.path()));
    let (Some(key), Some(ctx)) = (key, request.app_data::<Data<Context>>().cloned()) else {
        return next.call(request).await;
    };
    let found = find(&ctx, &key).await.map_err(ApiError::from)?;
    let is_stale = found.is_none();
    let mut is_logged_in = false;
    if let Some((session, account)) = found {
        let mut extensions = request.extensions_mut();
        extensions.insert(RequestSession(session));
        if let Some(account) = account {
            is_logged_in = true;
            tracing::Span::current().record("user", account.id);
            extensions.insert(SessionAccount(account));
        }
    }
    let mut response = next.call(request).await?;
    response.headers_mut().append(header::VARY, header::HeaderValue::from_static("Cookie"));
    if response.response().cookies().any(|cookie| cookie.name() == COOKIE) {
        return Ok(response);
    }
    let cookie = if is_stale {
        Some(removal_cookie(response.request()))
    } else if is_logged_in
        && ctx.config.security.save_session_every_request
        && !response.status().is_server_error()
        && extend(&ctx, &key).await.map_err(ApiError::from)?
    {
        Some(cookie(response.request(), &key))
    } else {
        None
    };
    if let Some(cookie) = cookie {
        response
            .response_mut()
            .add_cookie(&cookie)
            .map_err(actix_web::error::ErrorInternalServerError)?;
    }
    Ok(response)
}

/// Static files, checks of operations and the public intake API do not look at the session.
fn needs_session(path: &str) -> bool {
    !["/static/", "/api/", "/healthz", "/readyz", "/metrics"]
        .iter()
        .any(|prefix| path.starts_with(prefix))
}

/// The cookie's value, if it can be a key at all.
fn given_key(request: &ServiceRequest) -> Option<String> {
    let key = request.cookie(COOKIE)?.value().to_owned();
    let is_key =
        (8..=40).contains(&key.len()) && key.bytes().all(|byte| byte.is_ascii_alphanumeric());
    is_key.then_some(key)
}

/// The session of a key and its account. A session whose account may not log in any more, or whose
/// password has changed, is deleted.
async fn find(ctx: &Context, key: &str) -> Result<Option<(Session, Option<Account>)>, DomainError> {
    let secret = &ctx.config.security.secret_key;
    let mut conn = ctx.db().await?;
    let Some(session) = sessions::load(&mut conn, key, secret, ctx.clock.now()).await? else {
        return Ok(None);
    };
    let Some(id) = session.user_id() else {
        return Ok(Some((session, None)));
    };
    match access::find_active(&mut conn, id).await? {
        Some(account) if session.belongs_to(&account, secret) => Ok(Some((session, Some(account)))),
        _ => {
            sessions::delete(&mut conn, key).await?;
            Ok(None)
        }
    }
}

async fn extend(ctx: &Context, key: &str) -> Result<bool, DomainError> {
    let mut conn = ctx.db().await?;
    Ok(sessions::touch(&mut conn, key, ctx.clock.now() + sessions::LIFETIME).await?)
}
