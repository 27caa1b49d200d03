//! Cross-site request forgery: a token in the cookie `csrftoken` that a request must repeat, and the
//! origin that the browser names.
//!
//! The API checks requests of a logged-in session, HTML forms are always checked ([`CsrfForm`]).

use actix_web::{
    Error, HttpMessage, HttpRequest,
    body::MessageBody,
    cookie::Cookie,
    dev::{ServiceRequest, ServiceResponse},
    http::Method,
    middleware::Next,
};

use super::{
    cookies,
    csrf_origin::{self, OriginProblem},
    csrf_token::{self, SECRET_CHARS},
    session,
};
use crate::error::{ApiError, is_api};

/// The name of the cookie. Scripts read it, so it is not HttpOnly.
pub const COOKIE: &str = "csrftoken";
/// The header in which scripts repeat the token.
pub const HEADER: &str = "x-csrftoken";
/// The form field in which pages repeat the token.
pub const FIELD: &str = "csrfmiddlewaretoken";

const YEAR: i64 = 60 * 60 * 24 * 7 * 52;

/// A secret made during this request, to be sent with the answer.
struct NewSecret(String);

/// Why a request is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Failure {
    /// The browser says that the request comes from elsewhere, or says nothing over HTTPS.
    Origin(OriginProblem),
    /// There is no usable cookie.
    NoCookie,
    /// Neither the form nor the header holds a token.
    NoToken,
    /// The token is not the cookie's.
    WrongToken,
}

impl Failure {
    /// What a person reads.
    #[must_use]
    pub const fn reason(self) -> &'static str {
        match self {
            Self::Origin(OriginProblem::Foreign) => "the request comes from another site.",
            Self::Origin(OriginProblem::Unknown) => "the request does not say where it comes from.",
            Self::NoCookie => "the CSRF cookie is missing.",
            Self::NoToken => "the CSRF token is missing.",
            Self::WrongToken => "the CSRF token is incorrect.",
        }
    }
}

/// The token for a page's form or script, masked anew each time. Makes sure that the answer sets the
/// cookie if the browser has none.
#[must_use]
pub fn csrf_token(request: &HttpRequest) -> String {
    let new = request.extensions().get::<NewSecret>().map(|new| new.0.clone());
    let secret = new.or_else(|| given_secret(request)).unwrap_or_else(|| rotate(request));
    csrf_token::mask(&secret)
}

/// Makes a new secret, to be sent with the answer: at login, so that a token planted before is void.
pub fn rotate(request: &HttpRequest) -> String {
    let secret = csrf_token::random(SECRET_CHARS);
    request.extensions_mut().insert(NewSecret(secret.clone()));
    secret
}

/// Checks an unsafe request against its cookie and origin. `field` is the form's token, if any.
///
/// # Errors
/// Says what is wrong.
pub fn check(request: &HttpRequest, field: Option<&str>) -> Result<(), Failure> {
    csrf_origin::check(request).map_err(Failure::Origin)?;
    let secret = given_secret(request).ok_or(Failure::NoCookie)?;
    let header = || request.headers().get(HEADER).and_then(|value| value.to_str().ok());
    let token = field.filter(|token| !token.is_empty()).or_else(header).ok_or(Failure::NoToken)?;
    if csrf_token::matches(token, &secret) { Ok(()) } else { Err(Failure::WrongToken) }
}

/// Refuses forged API requests, and sends the cookie when the answer needs it.
///
/// # Errors
/// 403 in the API's envelope, or what the inner service says.
pub async fn middleware(
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    let needs_check = !is_safe(request.method())
        && is_api(request.path())
        && session::account(request.request()).is_some();
    if needs_check {
        check(request.request(), None)
            .map_err(|failure| ApiError::forbidden(format!("CSRF Failed: {}", failure.reason())))?;
    }
    let mut response = next.call(request).await?;
    let new = response.request().extensions_mut().remove::<NewSecret>();
    if let Some(NewSecret(secret)) = new {
        let cookie = cookie(response.request(), secret);
        let added = response.response_mut().add_cookie(&cookie);
        added.map_err(actix_web::error::ErrorInternalServerError)?;
    }
    Ok(response)
}

fn is_safe(method: &Method) -> bool {
    [Method::GET, Method::HEAD, Method::OPTIONS, Method::TRACE].contains(method)
}

fn cookie(request: &HttpRequest, secret: String) -> Cookie<'static> {
    cookies::cookie(request, COOKIE, secret, YEAR)
}

/// The secret of the cookie; old cookies hold a masked one.
fn given_secret(request: &HttpRequest) -> Option<String> {
    csrf_token::secret(request.cookie(COOKIE)?.value())
}
