//! Any bytes as the HTML of an email that somebody opens: nothing that runs is left, and what has been
//! cleaned stays as it is.
#![no_main]

use std::collections::HashMap;

use clerk_domain::emails::rendering::html;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let images = HashMap::from([("logo".to_owned(), "/clerk/attachments/1/".to_owned())]);
    let shown = html::display(&String::from_utf8_lossy(data), &images).unwrap();
    let lower = shown.to_ascii_lowercase();
    for tag in ["<script", "<iframe", "<form", "<object", "<meta", "<base", "<style"] {
        assert!(!lower.contains(tag), "{tag} in {shown}");
    }
    html::display_text(&String::from_utf8_lossy(data)).unwrap();
});
