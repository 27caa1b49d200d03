//! The attributes that our cookies share.

use actix_web::{
    HttpRequest,
    cookie::{Cookie, SameSite, time::Duration},
    web::Data,
};
use clerk_domain::Context;

use super::address::is_https;

/// A cookie for the whole site: `SameSite=Lax`, the configured domain, `Secure` over HTTPS.
#[must_use]
pub fn cookie(
    request: &HttpRequest,
    name: &'static str,
    value: String,
    seconds: i64,
) -> Cookie<'static> {
    let mut cookie = Cookie::build(name, value)
        .path("/")
        .same_site(SameSite::Lax)
        .max_age(Duration::seconds(seconds))
        .finish();
    let ctx = request.app_data::<Data<Context>>();
    if let Some(domain) = ctx.and_then(|ctx| ctx.config.security.cookie_domain.clone()) {
        cookie.set_domain(domain);
    }
    if is_https(request) {
        cookie.set_secure(true);
    }
    cookie
}

/// Makes the browser forget a cookie that [`cookie`] made.
#[must_use]
pub fn removal(request: &HttpRequest, name: &'static str) -> Cookie<'static> {
    let mut cookie = cookie(request, name, String::new(), 0);
    cookie.make_removal();
    cookie
}
