//! Where a login ends. Only at a page of our own: anything else would make the login page a way of
//! sending people to look-alikes.

use actix_web::{HttpRequest, HttpResponse};
use clerk_base::urls;
use clerk_domain::sessions::Session;
use url::{Position, Url};

use crate::auth::{csrf, session};

/// Hands over the session and a new CSRF token, and goes on to a path that is known to be ours.
pub fn welcome(request: &HttpRequest, new: &Session, next: String) -> HttpResponse {
    csrf::rotate(request);
    HttpResponse::Found()
        .cookie(session::cookie(request, &new.key))
        .insert_header(("Location", next))
        .insert_header(("Cache-Control", "no-store"))
        .finish()
}

/// The `next` of the request's query.
pub fn of_query(request: &HttpRequest) -> String {
    url::form_urlencoded::parse(request.query_string().as_bytes())
        .filter(|(name, _)| name == "next")
        .last()
        .map_or_else(String::new, |(_, value)| value.into_owned())
}

/// A path of ours, or the list of cases. Read the way browsers do, which take `\` for `/` and leave
/// tabs out.
pub fn local(next: &str) -> String {
    parse(next).unwrap_or_else(|| urls::CASES.to_owned())
}

fn parse(next: &str) -> Option<String> {
    let base = Url::parse("http://here.invalid/").ok()?;
    let url = next.starts_with('/').then(|| base.join(next).ok())??;
    let path = url.path();
    let is_ours = url.origin() == base.origin() && url.username().is_empty();
    let is_login = path == urls::LOGIN || path == urls::LOGOUT;
    (is_ours && !path.starts_with("//") && !is_login).then(|| url[Position::BeforePath..].into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_our_own_paths() {
        assert_eq!(local("/clerk/cases/?page=2#top"), "/clerk/cases/?page=2#top");
        assert_eq!(local("/clerk/cases/b%20c/?q=é"), "/clerk/cases/b%20c/?q=%C3%A9");
        for next in [
            "",
            "clerk/cases/",
            "//evil.net",
            "//evil.net/",
            "/\\evil.net",
            "\\\\evil.net",
            "/\t/evil.net",
            "/\n/evil.net",
            "///evil.net",
            "/..//evil.net",
            "/.//evil.net",
            "https://evil.net/clerk/cases/",
            "http:evil.net",
            "javascript:alert(1)",
            " //evil.net",
            "/accounts/login/?next=/",
            "/accounts/logout/",
        ] {
            assert_eq!(local(next), urls::CASES, "{next:?}");
        }
        assert!(!local("/a\r\nSet-Cookie: b=c").contains(['\r', '\n']));
    }
}
