//! The three ways in which mail leaves.

use std::time::Duration;

use bytes::Bytes;
use clerk_base::config::{Config, Source};
use clerk_services::{
    http::HttpClient,
    mail::{Accepted, Attachment, Mailer, OutgoingMail, SendError, Sender},
};
use clerk_tests::{FakeOutside, SmtpServer, outside::Answer};
use serde_json::json;
use uuid::Uuid;

pub fn mail() -> OutgoingMail {
    OutgoingMail {
        attempt: Uuid::new_v4(),
        date: "2026-11-23T02:00:00.5Z".parse().unwrap(),
        from: Sender {
            name: "Anika Legal".into(),
            address: "case.0f1e2d3c@mail.example.org".into(),
        },
        to: "mary@example.com".into(),
        cc: vec!["agent@example.com".into(), "landlord@example.com".into()],
        subject: "Your repairs – news".into(),
        text: "Plain words\n.\nand a dot".into(),
        html: "<p>Rich words</p>".into(),
        message_id: "7.1@mail.example.org".into(),
        in_reply_to: Some("first@example.com".into()),
        references: vec!["zeroth@example.com".into(), "first@example.com".into()],
        attachments: vec![Attachment {
            name: "notice.pdf".into(),
            content_type: "application/pdf".into(),
            bytes: Bytes::from_static(b"%PDF-1.4"),
        }],
    }
}

pub fn mailer(variables: &[(&str, &str)]) -> Mailer {
    let source: Source = [("PGHOST", "/nowhere")].iter().chain(variables).copied().collect();
    let config = Config::read(&source).unwrap();
    Mailer::new(&config.mail, &HttpClient::new(&config.outside).unwrap()).unwrap()
}

fn sendgrid(fake: &FakeOutside) -> Mailer {
    mailer(&[
        ("CLERK_MAIL", "sendgrid"),
        ("SENDGRID_API_KEY", "test-key"),
        ("CLERK_OUTSIDE_URL", &fake.url()),
        ("CLERK_OUTSIDE_TIMEOUT", "1"),
    ])
}

fn smtp(server: &SmtpServer) -> Mailer {
    mailer(&[
        ("CLERK_MAIL", "smtp"),
        ("CLERK_SMTP_TLS", "none"),
        ("EMAIL_HOST", "127.0.0.1"),
        ("EMAIL_PORT", &server.port().to_string()),
        ("CLERK_OUTSIDE_TIMEOUT", "5"),
    ])
}

#[tokio::test]
async fn sendgrid_gets_the_whole_message() {
    let fake = FakeOutside::start().await;
    let mail = mail();
    let accepted = sendgrid(&fake).send(&mail).await.unwrap();
    assert_eq!(accepted, Accepted { provider_id: "fake-message-1".into() });
    let calls = fake.calls();
    assert_eq!(calls.len(), 1);
    assert_eq!((calls[0].method.as_str(), calls[0].path.as_str()), ("POST", "/v3/mail/send"));
    assert_eq!(calls[0].host, "api.sendgrid.com");
    assert_eq!(calls[0].header("authorization"), "Bearer test-key");
    assert_eq!(calls[0].header("content-type"), "application/json");
    assert_eq!(
        calls[0].json(),
        json!({
            "from": { "email": "case.0f1e2d3c@mail.example.org", "name": "Anika Legal" },
            "subject": "Your repairs – news",
            "personalizations": [{
                "to": [{ "email": "mary@example.com" }],
                "cc": [{ "email": "agent@example.com" }, { "email": "landlord@example.com" }],
                "headers": {
                    "Message-ID": "<7.1@mail.example.org>",
                    "In-Reply-To": "<first@example.com>",
                    "References": "<zeroth@example.com> <first@example.com>",
                },
                "custom_args": { "clerk_attempt": mail.attempt.to_string() },
            }],
            "content": [
                { "type": "text/plain", "value": "Plain words\n.\nand a dot" },
                { "type": "text/html", "value": "<p>Rich words</p>" },
            ],
            "attachments": [{
                "content": "JVBERi0xLjQ=",
                "filename": "notice.pdf",
                "type": "application/pdf",
                "disposition": "attachment",
            }],
        })
    );
}

#[tokio::test]
async fn sendgrid_answers_are_told_apart() {
    let fake = FakeOutside::start().await;
    let mailer = sendgrid(&fake);
    for (status, expected) in [
        (400, "rejected"),
        (413, "rejected"),
        (401, "rejected"),
        (403, "rejected"),
        (408, "rejected"),
        (429, "transient"),
        (500, "transient"),
        (503, "transient"),
        (502, "unknown"),
        (504, "unknown"),
    ] {
        let body = "mary@example.com is not an address";
        fake.answer_once("api.sendgrid.com", "/", Answer::new(status).set_body_string(body));
        let error = mailer.send(&mail()).await.unwrap_err();
        assert_eq!(error.to_string(), format!("sendgrid: status {status}"));
        assert_eq!(kind(&error), expected, "{status}");
    }
    let late = Answer::new(202).set_delay(Duration::from_secs(10));
    fake.answer_once("api.sendgrid.com", "/", late);
    assert_eq!(kind(&mailer.send(&mail()).await.unwrap_err()), "unknown");
}

#[tokio::test]
async fn an_unreachable_sendgrid_is_worth_another_attempt() {
    // Nothing listens on a port that was free a moment ago.
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let url = format!("http://127.0.0.1:{port}");
    let mailer = mailer(&[
        ("CLERK_MAIL", "sendgrid"),
        ("SENDGRID_API_KEY", "test-key"),
        ("CLERK_OUTSIDE_URL", &url),
    ]);
    assert_eq!(kind(&mailer.send(&mail()).await.unwrap_err()), "transient");
}

#[tokio::test]
async fn what_sendgrid_cannot_take_is_not_sent() {
    let fake = FakeOutside::start().await;
    let mailer = sendgrid(&fake);
    let mut large = mail();
    large.attachments[0].bytes = vec![0; 23_000_000].into();
    assert_eq!(kind(&mailer.send(&large).await.unwrap_err()), "rejected");
    let mut stray = mail();
    stray.cc = vec!["no address".into()];
    let error = mailer.send(&stray).await.unwrap_err();
    assert_eq!(error.to_string(), "the copy is not a mail address");
    assert!(fake.calls().is_empty());
}

#[tokio::test]
async fn smtp_gets_the_whole_message() {
    let server = SmtpServer::start().await;
    let mailer = smtp(&server);
    let mail = mail();
    let accepted = mailer.send(&mail).await.unwrap();
    assert_eq!(accepted.provider_id, "queued as M1");
    mailer.send(&self::mail()).await.unwrap();
    let received = server.received();
    assert_eq!(received.len(), 2);
    assert_eq!(received[0].from, "case.0f1e2d3c@mail.example.org");
    assert_eq!(received[0].to, ["mary@example.com", "agent@example.com", "landlord@example.com"]);
    check_mime(&received[0].data, &mail);
}

#[tokio::test]
async fn smtp_replies_are_told_apart() {
    for (reply, expected) in [("550 no such mailbox", "rejected"), ("451 try later", "transient")] {
        let server = SmtpServer::start().await;
        server.refuse_recipients(reply);
        let error = smtp(&server).send(&mail()).await.unwrap_err();
        assert_eq!(kind(&error), expected);
        assert_eq!(error.to_string(), format!("smtp: reply {}", &reply[..3]));
        let server = SmtpServer::start().await;
        server.refuse_messages(reply);
        assert_eq!(kind(&smtp(&server).send(&mail()).await.unwrap_err()), expected);
        assert!(server.received().is_empty());
    }
}

#[tokio::test]
async fn a_relay_that_hangs_up_may_have_the_message() {
    let server = SmtpServer::start().await;
    server.hang_up_after_message();
    assert_eq!(kind(&smtp(&server).send(&mail()).await.unwrap_err()), "unknown");
    assert_eq!(server.received().len(), 1);
}

#[tokio::test]
async fn a_relay_out_of_reach_is_worth_another_attempt() {
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let mailer = mailer(&[
        ("CLERK_MAIL", "smtp"),
        ("CLERK_SMTP_TLS", "none"),
        ("EMAIL_HOST", "127.0.0.1"),
        ("EMAIL_PORT", &port.to_string()),
    ]);
    assert_eq!(kind(&mailer.send(&mail()).await.unwrap_err()), "transient");
}

#[tokio::test]
async fn a_folder_gets_one_file_a_message() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("deep/mail");
    let mailer = mailer(&[("CLERK_MAIL", "file"), ("CLERK_MAIL_DIR", path.to_str().unwrap())]);
    let mail = mail();
    let accepted = mailer.send(&mail).await.unwrap();
    mailer.send(&self::mail()).await.unwrap();
    assert_eq!(accepted.provider_id, format!("20261123T020000500000Z-{}.eml", mail.attempt));
    let text = std::fs::read_to_string(path.join(accepted.provider_id)).unwrap();
    check_mime(&text.replace("\r\n", "\n"), &mail);
    assert_eq!(std::fs::read_dir(path).unwrap().count(), 2);
}

fn check_mime(text: &str, mail: &OutgoingMail) {
    for part in [
        "From: \"Anika Legal\" <case.0f1e2d3c@mail.example.org>\n",
        "To: mary@example.com\n",
        "Cc: agent@example.com, landlord@example.com\n",
        "Subject: Your repairs =?utf-8?b?",
        "Message-ID: <7.1@mail.example.org>\n",
        "In-Reply-To: <first@example.com>\n",
        "References: <zeroth@example.com> <first@example.com>\n",
        "Date: Mon, 23 Nov 2026 02:00:00 +0000\n",
        "Plain words\n.\nand a dot",
        "<p>Rich words</p>",
        "Content-Type: application/pdf\n",
        "Content-Disposition: attachment; filename=\"notice.pdf\"\n",
        "JVBERi0xLjQ=",
        &format!("X-Clerk-Attempt: {}\n", mail.attempt),
    ] {
        assert!(text.contains(part), "{part:?} is not in\n{text}");
    }
}

pub fn kind(error: &SendError) -> &'static str {
    match error {
        SendError::Transient { .. } => "transient",
        SendError::Rejected { .. } => "rejected",
        SendError::Unknown { .. } => "unknown",
    }
}
