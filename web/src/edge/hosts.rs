//! Which names this server answers to.

use actix_web::{dev::ServiceRequest, http::header};

/// The accepted hosts: exact names, `.name` for a name and all below it, `*` for any.
pub struct Hosts(Vec<String>);

impl Hosts {
    pub fn new(names: &[String]) -> Self {
        Self(names.iter().map(|name| name.to_lowercase()).collect())
    }

    /// Whether the request is for us. Checks of operations may use any name.
    pub fn allow(&self, request: &ServiceRequest) -> bool {
        if matches!(request.path(), "/healthz" | "/readyz") {
            return true;
        }
        let header =
            request.headers().get(header::HOST).map(|value| value.to_str().unwrap_or_default());
        let host = header.or_else(|| request.uri().authority().map(|authority| authority.as_str()));
        host.is_some_and(|host| self.matches(host))
    }

    fn matches(&self, host: &str) -> bool {
        let host = host.to_lowercase();
        let Some(name) = name_of(&host) else {
            return false;
        };
        self.0.iter().any(|allowed| {
            allowed == "*"
                || allowed == name
                || allowed.strip_prefix('.').is_some_and(|domain| {
                    name == domain
                        || name.strip_suffix(domain).is_some_and(|before| before.ends_with('.'))
                })
        })
    }
}

/// The name in a lower-case `Host` header, without the port; nothing when it is malformed.
fn name_of(host: &str) -> Option<&str> {
    let (name, port) = match host.rsplit_once(':') {
        Some((name, port)) if !host.ends_with(']') => (name, port),
        _ => (host, ""),
    };
    let is_ipv6 = name.starts_with('[') && name.ends_with(']');
    let is_good = |byte: u8| {
        byte.is_ascii_alphanumeric()
            || matches!(byte, b'.' | b'-')
            || (is_ipv6 && b"[]:".contains(&byte))
    };
    let is_name = !name.is_empty() && name.bytes().all(is_good);
    let is_port = port.bytes().all(|byte| byte.is_ascii_digit());
    (is_name && is_port).then(|| name.trim_end_matches('.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn allows(names: &[&str], host: &str) -> bool {
        let names: Vec<String> = names.iter().map(|&name| name.to_owned()).collect();
        Hosts::new(&names).matches(host)
    }

    #[test]
    fn names_with_and_without_port() {
        let names = ["anikalegal.org.au", "127.0.0.1", "[::1]", ".example.org"];
        for host in [
            "anikalegal.org.au",
            "AnikaLegal.org.au:443",
            "anikalegal.org.au.",
            "127.0.0.1:8000",
            "[::1]",
            "[::1]:8000",
            "example.org",
            "a.b.example.org",
        ] {
            assert!(allows(&names, host), "{host}");
        }
        for host in ["", "evil.net", "anikalegal.org.au@evil.net", "badexample.org", "a b", ":80"] {
            assert!(!allows(&names, host), "{host}");
        }
        assert!(allows(&["*"], "anything.example") && !allows(&["*"], "a/b"));
    }
}
