//! Every sample becomes an email with all that was in it; and no bytes make the reader fail.

use bytes::Bytes;
use clerk_domain::emails::inbox::{self, Kind, Message};
use proptest::prelude::*;

use super::{Inbox, form::Form, samples};

#[tokio::test]
async fn every_sample_is_ingested() {
    let samples = samples::all();
    assert!(samples.len() >= 60, "{}", samples.len());
    let inbox = Inbox::new().await;
    let mut problems = Vec::new();
    for sample in &samples {
        let id = inbox.take(&sample.form).await;
        let (state, reason) = inbox.message(id).await;
        if state != "Ingested" {
            problems.push(format!("{}: {state} {reason:?}", sample.name));
            continue;
        }
        let email = inbox.email_of(id).await;
        let mut check = |what: &str, found: &str, is_right: bool| {
            if !is_right {
                problems.push(format!("{}: {what}: {found:?}", sample.name));
            }
        };
        check("subject", email.text("subject"), email.text("subject") == sample.subject);
        let (text, html) = (email.text("text"), email.text("html"));
        check(
            "text",
            text,
            text.contains(sample.text) && text.is_empty() == sample.text.is_empty(),
        );
        check(
            "html",
            html,
            html.contains(sample.html) && html.is_empty() == sample.html.is_empty(),
        );
        check("files", &format!("{:?}", email.names()), email.names() == sample.files);
        check("case", email.text("to_address"), email.text("issue_id") == inbox.case.to_string());
        let is_quiet = email.row["is_alert_sent"].as_bool().unwrap();
        check("alert", "", is_quiet == sample.is_quiet);
        if let Some(first) = &sample.first {
            let stored = inbox.file(&email.files[0].0).await;
            check("file", &String::from_utf8_lossy(&stored), stored == *first);
        }
    }
    assert!(problems.is_empty(), "{problems:#?}");
    assert_eq!(inbox.app.count("emails_email").await, samples.len() as i64);
    assert_eq!(inbox.app.count("core_issuenote").await, samples.len() as i64);
}

/// Reads a post and asks it everything.
fn read(content_type: &str, body: Vec<u8>) -> Message {
    let message = Message::parse(content_type, &Bytes::from(body));
    let _: Kind = inbox::kind(&message, &["mail.example"]);
    let _ = (message.envelope_to(), message.addressees(), message.sender(), message.ids());
    let _ = inbox::of_fields(&message.fields);
    message
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn any_bytes_are_read(content_type in "\\PC{0,80}", body in prop::collection::vec(any::<u8>(), 0..2_000)) {
        read(&content_type, body);
    }

    #[test]
    fn any_fields_are_read(
        fields in prop::collection::btree_map("[a-z]{1,8}", prop::collection::vec(any::<u8>(), 0..200), 0..8),
    ) {
        let form = fields.iter().fold(Form::empty(), |form, (name, value)| form.bytes(name, value));
        let message = read(&Form::content_type(), form.body());
        for name in fields.keys().filter(|field| *field != "email") {
            prop_assert!(message.fields.contains_key(name));
        }
    }

    #[test]
    fn any_damage_to_a_sample_is_read(
        number in any::<prop::sample::Index>(),
        damage in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..20),
        end in any::<prop::sample::Index>(),
    ) {
        let samples = samples::all();
        let mut body = number.get(&samples).form.body();
        body.truncate(20_000);
        for (at, byte) in damage {
            let at = at.index(body.len());
            body[at] = byte;
        }
        let end = end.index(body.len());
        read(&Form::content_type(), body[..end].to_vec());
        read(&Form::content_type(), body);
    }

    #[test]
    fn any_mail_is_read(mail in prop::collection::vec(any::<u8>(), 0..2_000)) {
        read(&Form::content_type(), Form::raw(&mail).body());
    }
}
