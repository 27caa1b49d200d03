//! Any bytes as a MIME message that the provider passes on whole.
#![no_main]

use bytes::Bytes;
use clerk_domain::emails::inbox::{self, Message};
use libfuzzer_sys::fuzz_target;

const HEAD: &[u8] = b"--b\r\nContent-Disposition: form-data; name=\"email\"\r\n\r\n";

fuzz_target!(|data: &[u8]| {
    let body = [HEAD, data].concat();
    let message = Message::parse("multipart/form-data; boundary=b", &Bytes::from(body));
    let _ = inbox::kind(&message, &["mail.example"]);
    let _ = (message.envelope_to(), message.addressees(), message.sender(), message.ids());
});
