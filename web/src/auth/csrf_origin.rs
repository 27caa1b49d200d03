//! Where the browser says that a request comes from.

use actix_web::{HttpRequest, http::header, web::Data};
use clerk_domain::Context;
use url::Url;

use super::address::is_https;

/// What is wrong with a request's origin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OriginProblem {
    /// It comes from another site.
    Foreign,
    /// It does not say, and over HTTPS it must.
    Unknown,
}

/// Checks the `Origin`, and over HTTPS the `Referer` of a request without one.
///
/// # Errors
/// Says what is wrong.
pub fn check(request: &HttpRequest) -> Result<(), OriginProblem> {
    let text = |name| request.headers().get(name).and_then(|value| value.to_str().ok());
    let https = is_https(request);
    let host = text(header::HOST).unwrap_or_default();
    if request.headers().contains_key(header::ORIGIN) {
        let origin = text(header::ORIGIN).unwrap_or_default();
        let own = format!("{}://{host}", if https { "https" } else { "http" });
        return if origin == own || is_trusted(request, origin) {
            Ok(())
        } else {
            Err(OriginProblem::Foreign)
        };
    }
    if !https {
        return Ok(());
    }
    let referer = text(header::REFERER).ok_or(OriginProblem::Unknown)?;
    let origin = Url::parse(referer).map_err(|_| OriginProblem::Foreign)?;
    let origin = origin.origin().ascii_serialization();
    if origin == format!("https://{host}") || is_trusted(request, &origin) {
        Ok(())
    } else {
        Err(OriginProblem::Foreign)
    }
}

fn is_trusted(request: &HttpRequest, origin: &str) -> bool {
    let ctx = request.app_data::<Data<Context>>();
    let trusted = ctx.map_or(&[][..], |ctx| &ctx.config.security.trusted_origins);
    trusted.iter().any(|pattern| matches(pattern, origin))
}

/// Whether an origin is the trusted one, or below it when that begins with `*.`.
fn matches(pattern: &str, origin: &str) -> bool {
    if pattern == origin {
        return true;
    }
    let (Some((scheme, pattern)), Some((origin_scheme, host))) =
        (pattern.split_once("://"), origin.split_once("://"))
    else {
        return false;
    };
    let Some(domain) = pattern.strip_prefix("*.") else {
        return false;
    };
    scheme == origin_scheme
        && (host == domain || host.strip_suffix(domain).is_some_and(|prefix| prefix.ends_with('.')))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_star_is_for_subdomains_of_the_same_scheme() {
        let trusted = "https://*.anikalegal.org.au";
        assert!(matches(trusted, "https://intake.anikalegal.org.au"));
        assert!(matches(trusted, "https://a.b.anikalegal.org.au"));
        assert!(matches(trusted, "https://anikalegal.org.au"));
        assert!(!matches(trusted, "http://intake.anikalegal.org.au"));
        assert!(!matches(trusted, "https://evilanikalegal.org.au"));
        assert!(!matches(trusted, "https://anikalegal.org.au.evil.net"));
        assert!(!matches(trusted, "https://intake.anikalegal.org.au:8443"));
        assert!(matches("http://localhost:3001", "http://localhost:3001"));
        assert!(!matches("http://localhost:3001", "http://localhost:3002"));
        assert!(!matches(trusted, "null"));
    }
}
