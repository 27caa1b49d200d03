//! A stored message becomes an email of its case, the same as the original would have made.

use clerk_domain::emails::inbox::{self, Ingestion};
use clerk_tests::{factories, jobs};
use clerk_workflows::mail_comes_in;
use serde_json::{Value, json};

use super::{ADDRESS, Inbox, form::Form};

#[tokio::test]
async fn an_email_has_everything() {
    let inbox = Inbox::new().await;
    let form = Form::message("Re: Your Repairs", "Hello\r\nthere")
        .field("to", &format!("Anika Legal <{ADDRESS}>, Tom <to@example.com>"))
        .field("cc", "CC1 <cc_1@example.com>, Tom <to@example.com>")
        .field("html", "<p>Hello <img src=\"cid:img1@mail\"></p>")
        .file("Lease (1).PDF", "application/pdf; name=\"Lease (1).PDF\"", b"%PDF-1.7 lease")
        .image("img1@mail", "logo.png", b"\x89PNG logo");
    let id = inbox.take(&form).await;
    let email = inbox.email_of(id).await;
    assert_eq!(email.text("state"), "INGESTED");
    assert_eq!(email.text("issue_id"), inbox.case.to_string());
    assert_eq!(email.text("from_address"), "mary@example.com");
    assert_eq!(email.text("to_address"), ADDRESS);
    assert_eq!(email.row["cc_addresses"], json!(["cc_1@example.com", "to@example.com"]));
    assert_eq!(email.text("subject"), "Re: Your Repairs");
    assert_eq!(email.text("thread_name"), "your-repairs");
    assert_eq!(email.text("text"), "Hello\r\nthere");
    assert!(email.text("html").contains("cid:img1@mail"));
    assert_eq!(email.row["sender_id"], Value::Null);
    assert_eq!(email.text("sendgrid_id"), "");
    assert_eq!(email.row["received_data"]["from"], "Mary Nguyen <mary@example.com>");
    assert_eq!(email.row["received_data"].get("attachment1"), None);
    assert_eq!(email.names(), ["lease-1.pdf", "logo.png"]);
    assert_eq!(email.files[0].1, "application/pdf");
    assert_eq!(email.files[1].2.as_deref(), Some("img1@mail"));
    assert_eq!(email.files[0].2, None);
    assert_eq!(inbox.file(&email.files[0].0).await, b"%PDF-1.7 lease");
    assert!(email.files[0].0.starts_with("email-attachments/"));
    let notes = inbox
        .db()
        .query(
            "SELECT note.text, note.object_id, type.model, note.created_at = email.created_at,
                note.creator_id IS NULL, note.issue_id
             FROM core_issuenote note JOIN django_content_type type ON type.id = content_type_id
             JOIN emails_email email ON email.id = note.object_id WHERE note_type = 'EMAIL'",
            &[],
        )
        .await;
    assert_eq!(notes.len(), 1);
    assert_eq!(notes[0].get::<_, String>(0), "Email received");
    assert_eq!(notes[0].get::<_, i32>(1), email.id);
    assert_eq!(notes[0].get::<_, String>(2), "email");
    assert!(notes[0].get::<_, bool>(3) && notes[0].get::<_, bool>(4));
    let last = jobs::pending(inbox.db()).await.pop().unwrap();
    assert_eq!(
        last,
        ("slack".to_owned(), json!({ "job": "alert_email_received", "email": email.id }))
    );
    assert_eq!(mail_comes_in::ingest(inbox.ctx(), id).await.unwrap(), Ingestion::Nothing);
}

#[tokio::test]
async fn the_digest_is_of_what_is_stored() {
    let inbox = Inbox::new().await;
    let id = inbox.take(&Form::message("Héllo", "wörld 😀 \"quoted\"")).await;
    let email = inbox.email_of(id).await;
    let fields = serde_json::from_value(email.row["received_data"].clone()).unwrap();
    assert_eq!(email.text("received_data_hash"), inbox::of_fields(&fields));
}

#[tokio::test]
async fn recipients_find_their_case() {
    let inbox = Inbox::new().await;
    let legacy = "case.0e62ccc2@mail.legacy.example.com";
    let upper = "CASE.0E62CCC2@Mail.Fake.AnikaLegal.org.au";
    let tagged = "case.0e62ccc2+x@mail.fake.anikalegal.org.au";
    for (number, form) in [
        Form::to(legacy, "1", "t"),
        Form::to(upper, "2", "t"),
        Form::to(tagged, "3", "t"),
        Form::message("4", "t").without("envelope"),
        Form::message("5", "t").envelope("mary@example.com", &["list@example.com"]),
        Form::message("6", "t").field("to", "undisclosed-recipients:;"),
        Form::message("7", "t")
            .field("to", "x@example.com")
            .field("cc", ADDRESS)
            .without("envelope"),
        Form::message("8", "t").field("envelope", "not json"),
        Form::message("9", "t").envelope("", &[ADDRESS]),
    ]
    .into_iter()
    .enumerate()
    {
        let id = inbox.take(&form).await;
        let email = inbox.email_of(id).await;
        assert_eq!(email.text("subject"), (number + 1).to_string());
        assert_eq!(email.text("issue_id"), inbox.case.to_string());
        assert_eq!(email.text("to_address"), ADDRESS);
        assert_eq!(email.text("from_address"), "mary@example.com");
    }
}

#[tokio::test]
async fn of_several_cases_the_latest_open_one_gets_it() {
    let inbox = Inbox::new().await;
    let at = |day: u32| format!("2026-05-{day:02}T00:00:00Z").parse().unwrap();
    let id = |text: &str| text.parse().unwrap();
    let closed = id("dccbca2b-ec3d-478a-8dfe-bf31ef99b11d");
    factories::case().id(closed).closed("SUCCESSFUL").at(at(20)).create(inbox.db()).await;
    let both = [ADDRESS, "case.dccbca2b@mail.fake.anikalegal.org.au"];
    let send = async |subject: &str| {
        let form = Form::message(subject, "t").envelope("mary@example.com", &both);
        let message = inbox.take(&form).await;
        inbox.email_of(message).await.text("issue_id").to_owned()
    };
    assert_eq!(send("open before closed").await, inbox.case.to_string());
    // Another case whose id begins alike, and which is newer.
    let twin = id("0e62ccc2-0000-4000-8000-000000000000");
    factories::case().id(twin).at(at(10)).create(inbox.db()).await;
    assert_eq!(send("the newer of two open").await, twin.to_string());
    inbox.db().execute("UPDATE core_issue SET stage = 'CLOSED'", &[]).await;
    assert_eq!(send("the newest of the closed").await, closed.to_string());
}

#[tokio::test]
async fn two_hundred_attachments_arrive() {
    let inbox = Inbox::new().await;
    let mut form = Form::message("Photos", "many").field("html", &"<p>word</p>".repeat(300_000));
    for number in 0..200 {
        let bytes = format!("photo {number}");
        form = form.file(&format!("photo {number}.jpg"), "image/jpeg", bytes.as_bytes());
    }
    let id = inbox.take(&form).await;
    let email = inbox.email_of(id).await;
    assert_eq!(email.files.len(), 200);
    assert_eq!(email.text("html").len(), 3_300_000);
    for number in [0, 99, 199] {
        let (key, ..) = &email.files[number];
        assert!(key.ends_with(&format!("/photo-{number}.jpg")), "{key}");
        assert_eq!(inbox.file(key).await, format!("photo {number}").as_bytes());
    }
}

#[tokio::test]
async fn columns_are_never_too_narrow() {
    let inbox = Inbox::new().await;
    let long = "é".repeat(5_000);
    let address = format!("{}@example.com", "a".repeat(400));
    let form = Form::message(&long, &long)
        .field("cc", &format!("{address}, ok@example.com"))
        .envelope(&address, &[ADDRESS])
        .file(&format!("{long}.{long}"), &long, b"x");
    let id = inbox.take(&form).await;
    let email = inbox.email_of(id).await;
    assert_eq!(email.text("subject").chars().count(), 1024);
    assert_eq!(email.row["cc_addresses"], json!(["ok@example.com"]));
    assert_eq!(email.text("from_address").chars().count(), 254);
    assert_eq!(email.files[0].1, "application/octet-stream");
}

#[tokio::test]
async fn a_missing_object_is_waited_for() {
    let inbox = Inbox::new().await;
    let form = Form::message("Large", "t").file("a.bin", "a/b", &vec![7; 300_000]);
    inbox.post(&form).await.expect(200);
    let id = inbox.waiting().await[0];
    let key = format!("inbound-email/{id}");
    inbox.ctx().files.delete(&key).await.unwrap();
    clerk_worker::jobs::ingest_email(inbox.ctx(), id).await.unwrap_err();
    assert_eq!(inbox.message(id).await.0, "Received");
}

#[tokio::test]
async fn what_the_original_had_begun_is_taken_over() {
    let inbox = Inbox::new().await;
    let form = Form::message("Hello", "World").file("a.txt", "text/plain", b"a");
    let id = inbox.take(&form).await;
    let email = inbox.email_of(id).await;
    for (state, attachments) in [("SAVING", 1), ("RECEIVED", 1), ("INGEST_FAILURE", 1)] {
        // As the original leaves it: a row with the digest, and nothing else of use.
        let sql = "UPDATE emails_email SET state = $1, issue_id = NULL, text = ''";
        inbox.db().execute(sql, &[&state]).await;
        if state == "SAVING" {
            inbox.db().execute("DELETE FROM clerk.email_attachment_cid", &[]).await;
            inbox.db().execute("DELETE FROM emails_emailattachment", &[]).await;
        }
        inbox.db().execute("UPDATE clerk.inbound_message SET state = 'Received'", &[]).await;
        let done = mail_comes_in::ingest(inbox.ctx(), id).await.unwrap();
        assert_eq!(done, Ingestion::Email(email.id), "{state}");
        let now = inbox.email_of(id).await;
        assert_eq!(now.text("text"), "World");
        assert_eq!(now.text("state"), "INGESTED");
        assert_eq!(now.files.len(), attachments);
    }
    assert_eq!(inbox.app.count("emails_email").await, 1);
}
