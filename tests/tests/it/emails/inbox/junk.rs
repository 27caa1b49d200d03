//! Machines that write: loops, bounces, automatic answers.

use clerk_tests::jobs;

use super::{ADDRESS, Inbox, form::Form};

#[tokio::test]
async fn our_own_mails_never_come_back_to_a_case() {
    let inbox = Inbox::new().await;
    let other = "case.deadbeef@mail.legacy.example.com";
    for form in [
        Form::message("1", "t").envelope(other, &[ADDRESS]),
        Form::message("2", "t").field("from", &format!("Anika Legal <{ADDRESS}>")),
        Form::message("3", "t").headers("Message-ID: <5.1764@mail.fake.anikalegal.org.au>"),
        Form::message("4", "t").headers(&format!("Message-Id: <a@b.example>\r\nX-Loop: {ADDRESS}")),
    ] {
        let id = inbox.take(&form).await;
        assert_eq!(inbox.message(id).await, ("Unrouted".into(), Some("loop".into())));
    }
    assert_eq!(inbox.app.count("emails_email").await, 0);
    // An answer to one of ours is no loop.
    let form = Form::message("5", "t").headers(
        "Message-ID: <x@gmail.example>\nIn-Reply-To: <5.1764@mail.fake.anikalegal.org.au>",
    );
    let id = inbox.take(&form).await;
    assert_eq!(inbox.message(id).await.0, "Ingested");
}

#[tokio::test]
async fn automatic_answers_are_shown_but_not_announced() {
    let inbox = Inbox::new().await;
    for (number, form) in [
        Form::message("Automatic reply: Your case", "I am away"),
        Form::message("Away", "1").headers("Message-ID: <1@x.y>\nAuto-Submitted: auto-replied"),
        Form::message("Away", "2").headers("Auto-Submitted: auto-generated (vacation)\nX: y"),
        Form::message("Away", "3").headers("X-Autoreply: yes"),
        Form::message("Out of Office", "4").headers("Precedence: bulk"),
        Form::message("Away", "5").headers("Precedence: auto_reply"),
    ]
    .into_iter()
    .enumerate()
    {
        let id = inbox.take(&form).await;
        let email = inbox.email_of(id).await;
        assert!(email.row["is_alert_sent"].as_bool().unwrap(), "{number}");
    }
    assert_eq!(inbox.app.count("core_issuenote").await, 6);
    let alerts = jobs::pending(inbox.db()).await;
    assert!(alerts.iter().all(|(_, job)| job["job"] == "ingest_email"), "{alerts:?}");

    let nowhere = Form::to("info@mail.fake.anikalegal.org.au", "Automatic reply: x", "t");
    let id = inbox.take(&nowhere).await;
    assert_eq!(inbox.message(id).await.1.as_deref(), Some("auto_reply"));
}

#[tokio::test]
async fn people_and_bounces_are_announced() {
    let inbox = Inbox::new().await;
    let report = "Content-Type: multipart/report; report-type=delivery-status; boundary=x";
    for form in [
        Form::message("Re: out of office", "about your out of office message"),
        Form::message("Newsletter", "1").headers("Precedence: bulk"),
        Form::message("Hi", "2").headers("Auto-Submitted: no"),
        Form::message("Undeliverable: x", "3").headers(report).envelope("", &[ADDRESS]),
        Form::message("Mail delivery failed", "4")
            .headers("X-Failed-Recipients: gone@example.com\nAuto-Submitted: auto-replied")
            .field("from", "Mail Delivery System <MAILER-DAEMON@example.com>")
            .envelope("", &[ADDRESS]),
    ] {
        let id = inbox.take(&form).await;
        let email = inbox.email_of(id).await;
        assert!(!email.row["is_alert_sent"].as_bool().unwrap(), "{}", email.text("subject"));
    }
    let sql = "clerk.job WHERE payload ->> 'job' = 'alert_email_received'";
    assert_eq!(inbox.app.count(sql).await, 5);
}
