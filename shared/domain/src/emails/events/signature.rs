//! Whether events come from the mail provider.

use base64::{Engine, prelude::BASE64_STANDARD};
use clerk_base::config::EventKey;

/// Whether a call may be believed: one of the keys has signed its timestamp and body. Without a key
/// every call is, as it was in the original.
///
/// How old the timestamp is does not matter: the provider signs once and may deliver a day later, and
/// an event that is played back changes nothing.
#[must_use]
pub fn is_genuine(
    keys: &[EventKey],
    signature: Option<&str>,
    timestamp: Option<&str>,
    body: &[u8],
) -> bool {
    if keys.is_empty() {
        return true;
    }
    let signature = signature.and_then(|it| BASE64_STANDARD.decode(it.trim()).ok());
    let (Some(signature), Some(timestamp)) = (signature, timestamp) else { return false };
    let message = [timestamp.as_bytes(), body].concat();
    keys.iter().any(|key| key.verifies(&message, &signature))
}
