//! Mail, out and in.

use clerk_base::config::MailTransport;
use clerk_domain::{Context, DomainError};

use super::{Finding, State};

pub(super) async fn check(ctx: &Context, with_outside: bool) -> Vec<Finding> {
    let mail = &ctx.config.mail;
    let is_deployed = ctx.config.environment.is_deployed();
    let name = match &mail.transport {
        MailTransport::File { .. } => "files",
        MailTransport::SendGrid { .. } => "SendGrid",
        MailTransport::Smtp { .. } => "SMTP",
    };
    let to = if mail.allowed_domains.is_none() { "anybody" } else { "some domains only" };
    let state = if is_deployed && name == "files" { State::Fail } else { State::Ok };
    let mut findings = vec![Finding::new("mail", state, format!("by {name}, to {to}"))];
    if is_deployed && ctx.config.inbound.event_keys.is_empty() {
        let found = "CLERK_SENDGRID_EVENT_KEYS is not set: events are taken unsigned";
        findings.push(Finding::new("delivery events", State::Warn, found));
    }
    findings.push(if with_outside {
        let remedy = "Check SENDGRID_API_KEY, or EMAIL_HOST and its login";
        Finding::of("mail service", ctx.mailer.try_out().await.map_err(DomainError::from), remedy)
    } else {
        Finding::new("mail service", State::Skipped, "not asked")
    });
    let found = format!("replies come to case.<digits>@{}", mail.domain);
    findings.push(match (with_outside, lookup(&mail.domain).await) {
        (false, _) => Finding::new("mail domain", State::Skipped, found),
        (true, true) => Finding::new("mail domain", State::Ok, found),
        (true, false) => {
            Finding::new("mail domain", State::Warn, found + "; its name has no address here")
        }
    });
    findings
}

/// Whether names can be looked up at all, and this one. A domain may have mail servers and no address, so
/// this is a hint.
async fn lookup(domain: &str) -> bool {
    tokio::net::lookup_host((domain, 25)).await.is_ok()
}
