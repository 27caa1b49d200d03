//! Any bytes as a post of the inbound webhook: the first line is the content type.
#![no_main]

use bytes::Bytes;
use clerk_domain::emails::inbox::{self, Message};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let end = data.iter().position(|byte| *byte == b'\n').unwrap_or(0);
    let content_type = String::from_utf8_lossy(&data[..end]);
    let message = Message::parse(&content_type, &Bytes::copy_from_slice(&data[end..]));
    let _ = inbox::kind(&message, &["mail.example"]);
    let _ = (message.envelope_to(), message.addressees(), message.sender(), message.ids());
    let _ = inbox::of_fields(&message.fields);
});
