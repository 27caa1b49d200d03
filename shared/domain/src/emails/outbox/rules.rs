//! When may an email go out? At two moments something can be against it:
//!
//! 1. A person says "send": [`check_sendable`]. It has a recipient and a subject, no newer message from
//!    outside is in its thread, and it is not too large. (That it is a draft of a case which this person
//!    may see, `drafts::update` has checked by then.)
//! 2. The job hands it to the mail provider: all of its recipients are allowed here ([`are_allowed`]),
//!    or it is held; it still waits to be sent, no earlier attempt is open, accepted or unresolved, and
//!    the provider's pause is over: [`may_be_handed_over`].

use chrono::{DateTime, TimeDelta, Utc};
use clerk_store::db::Connection;
use uuid::Uuid;

use super::attempt::{AttemptState, Earlier};
use crate::{
    emails::{EmailState, address::bare, threads::refuse_if_newer},
    error::{DomainError, FieldError, Result},
};

/// The largest email in bytes as it travels, where attached files are encoded as base64 and so a third
/// larger. The mail provider's own limit is [`clerk_services::mail::MAX_MESSAGE_BYTES`], and the mailer
/// refuses what is above that.
pub const MAX_EMAIL_BYTES: u64 = 29 * 1024 * 1024;

/// A draft that a person wants to send.
#[derive(Clone, Copy, Debug)]
pub struct ToSend<'a> {
    /// `emails_email.id`.
    pub email: i32,
    /// Its case.
    pub case: Uuid,
    /// Its recipient.
    pub to: &'a str,
    /// Its subject.
    pub subject: &'a str,
}

/// The bodies with which an email goes out.
#[derive(Clone, Debug)]
pub struct Finished {
    /// The plain text.
    pub text: String,
    /// The HTML, in the frame of our mails.
    pub html: String,
    /// Bytes of the whole email as it travels.
    pub size: u64,
}

/// Checks that a draft can be sent, and finishes it. `finish` is awaited last but for the size, since it
/// takes longest.
///
/// # Errors
/// [`DomainError::Invalid`] when it has no recipient or subject, a newer message has arrived in its
/// thread, or it is too large.
pub async fn check_sendable(
    conn: &mut Connection,
    draft: ToSend<'_>,
    finish: impl Future<Output = Result<Finished>> + Send,
) -> Result<Finished> {
    check_complete(draft.to, draft.subject)?;
    refuse_if_newer(conn, draft.case, draft.email).await?;
    let finished = finish.await?;
    check_size(finished.size)?;
    Ok(finished)
}

fn check_complete(to: &str, subject: &str) -> Result<()> {
    let blank = |attr, text: &str| {
        let detail = "This may not be blank.";
        text.trim().is_empty().then(|| FieldError::new(attr, "blank", detail))
    };
    let errors: Vec<_> =
        [blank("to_address", to), blank("subject", subject)].into_iter().flatten().collect();
    if errors.is_empty() { Ok(()) } else { Err(DomainError::Invalid(errors)) }
}

/// Checks that an email of so many bytes is not too large to be sent.
///
/// # Errors
/// [`DomainError::Invalid`] for the whole object.
pub fn check_size(bytes: u64) -> Result<()> {
    if bytes <= MAX_EMAIL_BYTES {
        return Ok(());
    }
    let (size, most) = (megabytes(bytes), megabytes(MAX_EMAIL_BYTES));
    let detail = format!(
        "This email is too large to be sent: {size}, where {most} is the most. Please remove an \
         attachment."
    );
    Err(DomainError::invalid("non_field_errors", "invalid", detail))
}

/// For people: `21.7 MB`.
#[must_use]
pub fn megabytes(bytes: u64) -> String {
    let tenths = bytes.saturating_mul(10) / (1024 * 1024);
    format!("{}.{} MB", tenths / 10, tenths % 10)
}

/// Whether mail may go to all of these recipients here; one who is not allowed holds the whole email.
/// `domains` is [`clerk_base::config::MailConfig::allowed_domains`].
pub fn are_allowed<'a>(
    mut recipients: impl Iterator<Item = &'a str>,
    domains: Option<&[String]>,
) -> bool {
    recipients.all(|recipient| is_allowed(recipient, domains))
}

fn is_allowed(address: &str, domains: Option<&[String]>) -> bool {
    let Some(domains) = domains else { return true };
    let Some((_, domain)) = bare(address).rsplit_once('@') else { return false };
    domains.iter().any(|allowed| allowed.eq_ignore_ascii_case(domain))
}

/// Whether an email may be handed to the mail provider.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum HandOver {
    /// It may.
    Yes,
    /// It does not wait to be sent (any more).
    NotReady,
    /// This attempt has it out, or it is not known whether it has.
    MayBeOut(Uuid),
    /// A worker died in the call of this attempt: it is not known whether the email is out.
    LeftBehind(Uuid),
    /// Not yet.
    Later { reason: &'static str, after: TimeDelta },
}

/// Whether an email may be handed to the mail provider now, by its state and its attempts so far, oldest
/// first. `lease` is how long a call can be under way.
pub(super) fn may_be_handed_over(
    state: Option<EmailState>,
    attempts: &[Earlier],
    lease: TimeDelta,
    now: DateTime<Utc>,
) -> HandOver {
    if state != Some(EmailState::ReadyToSend) {
        return HandOver::NotReady;
    }
    for attempt in attempts {
        if attempt.is(AttemptState::Accepted) || attempt.is(AttemptState::Unresolved) {
            return HandOver::MayBeOut(attempt.id);
        }
        if attempt.is(AttemptState::Calling) {
            let age = now - attempt.began;
            if age >= lease {
                return HandOver::LeftBehind(attempt.id);
            }
            let reason = "mail: another worker is in the call";
            return HandOver::Later { reason, after: lease - age };
        }
        if let Some(at) = attempt.retry_at.filter(|at| *at > now) {
            let reason = "mail: the provider asked for a pause";
            return HandOver::Later { reason, after: at - now };
        }
    }
    HandOver::Yes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_largest_email_can_be_sent() {
        assert!(check_size(MAX_EMAIL_BYTES).is_ok());
        assert!(check_size(MAX_EMAIL_BYTES + 1).is_err());
        assert_eq!(megabytes(MAX_EMAIL_BYTES), "29.0 MB");
        assert_eq!(megabytes(22_754_099), "21.6 MB");
    }

    #[test]
    fn only_whole_domains_are_allowed() {
        let domains = ["anikalegal.org.au".to_owned()];
        for (address, allowed) in [
            ("tech@anikalegal.org.au", true),
            ("Tech <tech@AnikaLegal.org.au>", true),
            ("tech@mail.anikalegal.org.au", false),
            ("tech@notanikalegal.org.au", false),
            ("anikalegal.org.au", false),
            ("a@anikalegal.org.au@example.com", false),
            ("", false),
        ] {
            assert_eq!(is_allowed(address, Some(&domains)), allowed, "{address}");
        }
        assert!(is_allowed("anybody@example.com", None));
    }

    #[test]
    fn an_email_is_never_handed_over_twice() {
        let now = DateTime::from_timestamp(1_000_000, 0).unwrap();
        let (lease, id) = (TimeDelta::seconds(60), Uuid::from_u128(1));
        let earlier = |state, age, pause: Option<i64>| {
            let retry_at = pause.map(|seconds| now + TimeDelta::seconds(seconds));
            Earlier::new(id, state, now - TimeDelta::seconds(age), retry_at)
        };
        let judge = |attempt: Earlier| {
            may_be_handed_over(Some(EmailState::ReadyToSend), &[attempt], lease, now)
        };
        for state in [AttemptState::Accepted, AttemptState::Unresolved] {
            assert_eq!(judge(earlier(state, 999, None)), HandOver::MayBeOut(id));
        }
        assert_eq!(judge(earlier(AttemptState::Calling, 60, None)), HandOver::LeftBehind(id));
        let later = |attempt| match judge(attempt) {
            HandOver::Later { after, .. } => after.num_seconds(),
            other => panic!("{other:?}"),
        };
        assert_eq!(later(earlier(AttemptState::Calling, 59, None)), 1);
        assert_eq!(later(earlier(AttemptState::Retry, 5, Some(7))), 7);
        for state in [AttemptState::Retry, AttemptState::Rejected, AttemptState::Held] {
            assert_eq!(judge(earlier(state, 5, Some(0))), HandOver::Yes);
        }
        for state in [None, Some(EmailState::Draft), Some(EmailState::Sent)] {
            assert_eq!(may_be_handed_over(state, &[], lease, now), HandOver::NotReady);
        }
    }
}
