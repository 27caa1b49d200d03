//! Any bytes as a call of the event webhook.
#![no_main]

use clerk_domain::emails::outbox::events;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let _ = events::read(data);
    let _ = events::is_genuine(&[], None, None, data);
});
