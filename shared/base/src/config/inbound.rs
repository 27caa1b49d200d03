//! Mail that comes in, and what the mail provider tells about mail that went out.

use aws_lc_rs::signature::{ECDSA_P256_SHA256_ASN1, ParsedPublicKey};
use base64::{Engine, prelude::BASE64_STANDARD};

use super::source::{Problems, Source};

/// Two while they are changed: the one before and the one after.
const MAX_KEYS: usize = 2;

/// The webhooks of the mail provider.
#[derive(Clone, Debug)]
pub struct InboundConfig {
    /// `CLERK_SENDGRID_EVENT_KEYS`: public keys of the event webhook, as SendGrid shows them. An event
    /// must be signed with one of them; without any, events are taken unsigned.
    pub event_keys: Vec<EventKey>,
    /// `CLERK_INBOUND_MAX_BYTES`: largest post of a message that is taken.
    pub max_bytes: u64,
    /// `CLERK_UNROUTED_ALERT_MINUTES`: pause between two alerts about messages that fit no case.
    pub alert_minutes: u32,
}

/// A P-256 key that events are signed with.
#[derive(Clone, Debug)]
pub struct EventKey(ParsedPublicKey);

impl EventKey {
    /// Reads a key: the base64 of its `SubjectPublicKeyInfo`.
    fn parse(text: &str) -> Option<Self> {
        let der = BASE64_STANDARD.decode(text).ok()?;
        ParsedPublicKey::new(&ECDSA_P256_SHA256_ASN1, der).ok().map(Self)
    }

    /// Whether this key has signed a message.
    #[must_use]
    pub fn verifies(&self, message: &[u8], signature: &[u8]) -> bool {
        self.0.verify_sig(message, signature).is_ok()
    }
}

impl InboundConfig {
    pub(super) fn read(source: &Source, problems: &mut Problems) -> Self {
        let texts = source.list("CLERK_SENDGRID_EVENT_KEYS").unwrap_or_default();
        let event_keys: Vec<_> = texts.iter().filter_map(|text| EventKey::parse(text)).collect();
        if event_keys.len() < texts.len() {
            problems.add("CLERK_SENDGRID_EVENT_KEYS: not the base64 of a P-256 public key");
        }
        if texts.len() > MAX_KEYS {
            problems.add("CLERK_SENDGRID_EVENT_KEYS: two keys at most");
        }
        Self {
            event_keys,
            max_bytes: source.parse("CLERK_INBOUND_MAX_BYTES", 64_000_000, problems),
            alert_minutes: source.parse("CLERK_UNROUTED_ALERT_MINUTES", 15, problems),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;

    #[test]
    fn an_unusable_key_is_refused() {
        let read = |keys: &str| {
            let variables = [("PGHOST", "localhost"), ("CLERK_SENDGRID_EVENT_KEYS", keys)];
            Config::read(&Source::from_iter(variables))
                .map(|config| config.inbound.event_keys.len())
        };
        assert_eq!(read("").unwrap(), 0);
        for keys in ["x", "AAAA", "MFkw", "MA==,MA=="] {
            let problems = read(keys).unwrap_err().to_string();
            assert!(problems.contains("CLERK_SENDGRID_EVENT_KEYS"), "{problems}");
        }
    }
}
