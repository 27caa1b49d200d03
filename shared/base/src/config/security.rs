//! Sessions, cookies, logins.

use super::{
    environment::Environment,
    source::{Problems, Secret, Source},
};

/// What guards the login and the session.
#[derive(Clone, Debug)]
pub struct SecurityConfig {
    /// `DJANGO_SECRET_KEY`: signs sessions. Required in staging and production.
    pub secret_key: Secret,
    /// `SALT_KEY`: fixed salt of the encrypted columns.
    pub salt_key: Secret,
    /// `SESSION_COOKIE_DOMAIN`: domain of the session and CSRF cookies; none for the host only.
    pub cookie_domain: Option<String>,
    /// `SESSION_SAVE_EVERY_REQUEST`: whether each request prolongs the session.
    pub save_session_every_request: bool,
    /// `CSRF_TRUSTED_ORIGINS`: origins besides our own that may post, `*` for any subdomain.
    pub trusted_origins: Vec<String>,
    /// `CLERK_LOGIN_FAILURES_PER_ADDRESS`: failures in 5 minutes before an address is locked out, 0 for
    /// no lock-out.
    pub failures_per_address: i64,
    /// `CLERK_LOGIN_FAILURES_PER_ACCOUNT`: failures in an hour before an account is locked out, 0 for
    /// no lock-out.
    pub failures_per_account: i64,
    /// `GOOGLE_OAUTH2_KEY` and `GOOGLE_OAUTH2_SECRET`, when both are set.
    pub google: Option<GoogleLogin>,
}

/// The Google OAuth client.
#[derive(Clone, Debug)]
pub struct GoogleLogin {
    /// `GOOGLE_OAUTH2_KEY`.
    pub client_id: String,
    /// `GOOGLE_OAUTH2_SECRET`.
    pub client_secret: Secret,
    /// `SOCIAL_AUTH_GOOGLE_OAUTH2_WHITELISTED_DOMAINS`: email domains that may log in.
    pub domains: Vec<String>,
}

impl SecurityConfig {
    pub(super) fn read(source: &Source, environment: Environment, problems: &mut Problems) -> Self {
        let deployed = environment.is_deployed();
        let secret_key = source.secret("DJANGO_SECRET_KEY");
        if deployed && secret_key.is_none() {
            problems.add("DJANGO_SECRET_KEY: not set");
        }
        let google = source
            .get("GOOGLE_OAUTH2_KEY")
            .zip(source.secret("GOOGLE_OAUTH2_SECRET"))
            .map(|(client_id, client_secret)| GoogleLogin {
                client_id,
                client_secret,
                domains: source
                    .list("SOCIAL_AUTH_GOOGLE_OAUTH2_WHITELISTED_DOMAINS")
                    .unwrap_or_else(|| vec!["anikalegal.com".into(), "anikalegal.org.au".into()]),
            });
        Self {
            secret_key: secret_key.unwrap_or_else(|| Secret::new("development-only-key")),
            salt_key: Secret::new(source.or("SALT_KEY", "Ucy8Us3DsAN6xvxOdPvSIQ")),
            cookie_domain: source
                .get("SESSION_COOKIE_DOMAIN")
                .or_else(|| deployed.then(|| ".anikalegal.org.au".to_owned())),
            save_session_every_request: source.parse(
                "SESSION_SAVE_EVERY_REQUEST",
                deployed,
                problems,
            ),
            trusted_origins: source.list("CSRF_TRUSTED_ORIGINS").unwrap_or_else(|| {
                if deployed { vec!["https://*.anikalegal.org.au".into()] } else { Vec::new() }
            }),
            failures_per_address: source.parse("CLERK_LOGIN_FAILURES_PER_ADDRESS", 25, problems),
            failures_per_account: source.parse("CLERK_LOGIN_FAILURES_PER_ACCOUNT", 25, problems),
            google,
        }
    }
}
