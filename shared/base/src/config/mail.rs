//! Outgoing mail.

use std::path::PathBuf;

use super::{
    environment::Environment,
    source::{Problems, Secret, Source},
};

/// Everything about outgoing mail.
#[derive(Clone, Debug)]
pub struct MailConfig {
    /// How mail leaves.
    pub transport: MailTransport,
    /// `EMAIL_DOMAIN`: domain of the case addresses.
    pub domain: String,
    /// `EMAIL_DOMAIN_LEGACY`: an older domain on which replies still arrive.
    pub legacy_domain: Option<String>,
    /// `EMAIL_ALLOWED_DOMAINS`: recipients' domains that mail may go to; `None` for any. Production
    /// sends to everybody, other environments only to the charity itself unless configured otherwise.
    pub allowed_domains: Option<Vec<String>>,
    /// How the frame of our mails looks.
    pub look: MailLook,
}

/// `CLERK_MAIL` says `sendgrid`, `smtp` or `file`. Default: SendGrid where its key is set or the
/// environment is deployed, files otherwise.
#[derive(Clone, Debug)]
pub enum MailTransport {
    /// SendGrid's Web API.
    SendGrid {
        /// `SENDGRID_API_KEY`.
        api_key: Secret,
    },
    /// An SMTP relay.
    Smtp(SmtpConfig),
    /// One `.eml` file a message in `CLERK_MAIL_DIR`, by default `.clerk/mail`.
    File {
        /// The folder.
        dir: PathBuf,
    },
}

/// An SMTP relay.
#[derive(Clone, Debug)]
pub struct SmtpConfig {
    /// `EMAIL_HOST`.
    pub host: String,
    /// `EMAIL_PORT`.
    pub port: u16,
    /// `EMAIL_HOST_USER` and `EMAIL_HOST_PASSWORD`, when the relay wants a login.
    pub login: Option<(String, Secret)>,
    /// `CLERK_SMTP_TLS`.
    pub tls: SmtpTls,
    /// `CLERK_SMTP_CA_FILE`: further roots, as PEM, that may vouch for the relay.
    pub ca_file: Option<PathBuf>,
}

/// How the SMTP connection is protected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SmtpTls {
    /// `starttls`, the default.
    StartTls,
    /// `implicit`.
    Implicit,
    /// `none`: refused in staging and production.
    None,
}

impl MailConfig {
    pub(super) fn read(source: &Source, environment: Environment, problems: &mut Problems) -> Self {
        let (domain, legacy) = match environment {
            Environment::Production => {
                ("mail.anikalegal.org.au", Some("em9037.mail.anikalegal.com"))
            }
            Environment::Staging => {
                ("mail.staging.anikalegal.org.au", Some("em7221.test-mail.anikalegal.com"))
            }
            Environment::Development => ("mail.dev.anikalegal.org.au", None),
            Environment::Test => ("mail.fake.anikalegal.org.au", None),
        };
        let transport = Self::transport(source, environment, problems);
        let allowed = source.list("EMAIL_ALLOWED_DOMAINS").unwrap_or_else(|| {
            // Mail to a file reaches no one, so a demo may write to its made-up clients.
            let all = environment == Environment::Production
                || matches!(transport, MailTransport::File { .. });
            vec![if all { "*" } else { "anikalegal.org.au" }.to_owned()]
        });
        Self {
            transport,
            domain: source.or("EMAIL_DOMAIN", domain),
            legacy_domain: source.get("EMAIL_DOMAIN_LEGACY").or_else(|| legacy.map(str::to_owned)),
            look: MailLook::read(source, problems),
            allowed_domains: (!allowed.iter().any(|domain| domain == "*")).then_some(allowed),
        }
    }

    fn transport(
        source: &Source,
        environment: Environment,
        problems: &mut Problems,
    ) -> MailTransport {
        let api_key = source.secret("SENDGRID_API_KEY");
        let default =
            if api_key.is_some() || environment.is_deployed() { "sendgrid" } else { "file" };
        match source.or("CLERK_MAIL", default).as_str() {
            "sendgrid" => {
                if api_key.is_none() {
                    problems.add("SENDGRID_API_KEY: not set");
                }
                MailTransport::SendGrid { api_key: api_key.unwrap_or_else(|| Secret::new("")) }
            }
            "smtp" => MailTransport::Smtp(Self::smtp(source, environment, problems)),
            other => {
                if other != "file" {
                    problems.add("CLERK_MAIL: expected sendgrid, smtp or file");
                }
                MailTransport::File {
                    dir: source
                        .path("CLERK_MAIL_DIR")
                        .unwrap_or_else(|| PathBuf::from(".clerk/mail")),
                }
            }
        }
    }

    fn smtp(source: &Source, environment: Environment, problems: &mut Problems) -> SmtpConfig {
        let tls = match source.get("CLERK_SMTP_TLS").as_deref() {
            None | Some("starttls") => SmtpTls::StartTls,
            Some("implicit") => SmtpTls::Implicit,
            Some("none") if !environment.is_deployed() => SmtpTls::None,
            Some(_) => {
                problems.add("CLERK_SMTP_TLS: expected starttls or implicit");
                SmtpTls::StartTls
            }
        };
        let password =
            source.secret("EMAIL_HOST_PASSWORD").or_else(|| source.secret("SENDGRID_API_KEY"));
        SmtpConfig {
            host: source.or("EMAIL_HOST", "smtp.sendgrid.net"),
            port: source.parse("EMAIL_PORT", 587, problems),
            login: password.map(|password| (source.or("EMAIL_HOST_USER", "apikey"), password)),
            tls,
            ca_file: source.path("CLERK_SMTP_CA_FILE"),
        }
    }
}

/// How the frame of our mails looks.
#[derive(Clone, Debug)]
pub struct MailLook {
    /// `CLERK_MAIL_LOGO_URL`: the address of an image for the head; without one the name is written
    /// there.
    pub logo_url: Option<String>,
    /// `CLERK_MAIL_COLOUR`: of lines, links and the name, as `#rrggbb`. Default `#00377b`.
    pub colour: String,
    /// `CLERK_MAIL_BACKGROUND`: behind the message, as `#rrggbb`. Default `#fff9e8`.
    pub background: String,
}

impl MailLook {
    fn read(source: &Source, problems: &mut Problems) -> Self {
        let logo_url = source.get("CLERK_MAIL_LOGO_URL");
        if logo_url.as_ref().is_some_and(|url| !url.starts_with("https://")) {
            problems.add("CLERK_MAIL_LOGO_URL: expected an address that begins with https://");
        }
        Self {
            logo_url,
            colour: colour(source, "CLERK_MAIL_COLOUR", "#00377b", problems),
            background: colour(source, "CLERK_MAIL_BACKGROUND", "#fff9e8", problems),
        }
    }
}

fn colour(source: &Source, name: &str, default: &str, problems: &mut Problems) -> String {
    let value = source.or(name, default);
    let digits = value.strip_prefix('#').unwrap_or_default();
    if digits.len() != 6 || !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        problems.add(format!("{name}: expected a colour such as #00377b"));
    }
    value
}
