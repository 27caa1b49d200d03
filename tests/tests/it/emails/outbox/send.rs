//! An email is sent once, whatever happens.

use std::time::Duration;

use chrono::TimeDelta;
use clerk_domain::emails::{self, EmailState, NewEmail};
use clerk_tests::outside::Answer;
use clerk_worker::jobs::send_email;
use serde_json::json;

use crate::world::{Bench, CaseRow, SENDGRID};

const SENDGRID_HOST: &str = "api.sendgrid.com";

fn fails_with(status: u16) -> Answer {
    Answer::new(status)
}

#[tokio::test]
async fn an_email_is_sent_and_noted() {
    let bench = Bench::with_sendgrid().await;
    let case = bench.case(CaseRow::default()).await;
    let cc = ["agent@example.com", "MARY@example.com", "Agent@example.com", ""];
    let email = bench.email(Some(case), "READY_TO_SEND", "mary@example.com", &cc).await;
    send_email::run(&bench.ctx, email).await.unwrap();

    let calls = bench.fake.calls_to(SENDGRID_HOST);
    assert_eq!(calls.len(), 1);
    let body = calls[0].json();
    let address = format!("case.{}@mail.fake.anikalegal.org.au", &case.to_string()[..8]);
    assert_eq!(body["from"], json!({ "email": address, "name": "Anika Legal" }));
    let to = &body["personalizations"][0];
    assert_eq!(to["to"], json!([{ "email": "mary@example.com" }]));
    assert_eq!(to["cc"], json!([{ "email": "agent@example.com" }]));

    let rows =
        bench.db.query("SELECT state, processed_at, sendgrid_id FROM emails_email", &[]).await;
    assert_eq!(rows[0].get::<_, String>(0), "SENT");
    assert_eq!(rows[0].get::<_, Option<chrono::DateTime<chrono::Utc>>>(1), Some(bench.now()));
    assert_eq!(rows[0].get::<_, String>(2), "fake-message-1");
    let attempt = bench
        .db
        .query(
            "SELECT id::text, state, provider_id, finished_at IS NOT NULL FROM clerk.email_attempt",
            &[],
        )
        .await;
    assert_eq!(attempt.len(), 1);
    assert_eq!(to["custom_args"]["clerk_attempt"], attempt[0].get::<_, String>(0));
    assert_eq!(attempt[0].get::<_, String>(1), "Accepted");
    assert_eq!(attempt[0].get::<_, String>(2), "fake-message-1");
    assert!(attempt[0].get::<_, bool>(3));
    let notes = bench
        .db
        .query(
            "SELECT note.object_id, type.app_label, type.model, note.text, note.creator_id
             FROM core_issuenote note JOIN django_content_type type ON type.id = content_type_id
             WHERE issue_id = $1 AND note_type = 'EMAIL'",
            &[&case],
        )
        .await;
    assert_eq!(notes.len(), 1);
    assert_eq!(notes[0].get::<_, i32>(0), email);
    assert_eq!(notes[0].get::<_, String>(1), "emails");
    assert_eq!(notes[0].get::<_, String>(2), "email");
    assert!(!notes[0].get::<_, String>(3).is_empty());
    assert_eq!(notes[0].get::<_, Option<i32>>(4), None);

    send_email::run(&bench.ctx, email).await.unwrap();
    assert_eq!(bench.fake.calls().len(), 1);
    assert_eq!(bench.jobs().await, Vec::<serde_json::Value>::new());
}

#[tokio::test]
async fn an_email_without_a_case_keeps_its_sender() {
    let bench = Bench::with_sendgrid().await;
    let email = bench.ready(None).await;
    send_email::run(&bench.ctx, email).await.unwrap();
    let body = bench.fake.calls()[0].json();
    assert_eq!(body["from"], json!({ "email": "old@example.org", "name": "Anika Legal" }));
    assert_eq!(bench.state(email).await, "SENT");
    assert_eq!(bench.db.value::<i64>("SELECT count(*) FROM core_issuenote", &[]).await, 0);
}

#[tokio::test]
async fn only_an_email_that_is_ready_is_sent() {
    let bench = Bench::with_sendgrid().await;
    for state in EmailState::ALL {
        if state != EmailState::ReadyToSend {
            let email = bench.email(None, state.code(), "mary@example.com", &[]).await;
            send_email::run(&bench.ctx, email).await.unwrap();
            assert_eq!(bench.state(email).await, state.code());
        }
    }
    send_email::run(&bench.ctx, 999_999).await.unwrap();
    assert!(bench.fake.calls().is_empty());
}

#[tokio::test]
async fn a_worker_that_dies_in_the_call_leaves_a_question_and_no_second_mail() {
    let bench = Bench::with_sendgrid().await;
    let email = bench.ready(None).await;
    let slow = Answer::new(202).set_delay(Duration::from_secs(20));
    bench.fake.answer_once(SENDGRID_HOST, "/", slow);
    let ctx = bench.ctx.clone();
    #[expect(clippy::disallowed_methods, reason = "a worker that is killed in the call")]
    let worker = tokio::spawn(async move { send_email::run(&ctx, email).await });
    bench.fake.wait_for(SENDGRID_HOST, 1).await;
    worker.abort();
    assert!(worker.await.unwrap_err().is_cancelled());
    assert_eq!(bench.attempts(email).await, ["Calling"]);

    // For all that another worker knows, the first may still be at it.
    let error = send_email::run(&bench.ctx, email).await.unwrap_err();
    assert!(error.is_transient());
    assert_eq!(bench.attempts(email).await, ["Calling"]);

    bench.pass(TimeDelta::minutes(3));
    send_email::run(&bench.ctx, email).await.unwrap();
    assert_eq!(bench.attempts(email).await, ["Unresolved"]);
    bench.pass(TimeDelta::days(1));
    send_email::run(&bench.ctx, email).await.unwrap();
    assert_eq!(bench.attempts(email).await, ["Unresolved"]);
    assert_eq!(bench.state(email).await, "READY_TO_SEND");
    assert_eq!(bench.fake.calls().len(), 1);
}

#[tokio::test]
async fn a_lost_answer_leaves_a_question_and_no_second_mail() {
    let mut variables = SENDGRID.to_vec();
    variables.push(("CLERK_OUTSIDE_TIMEOUT", "1"));
    let bench = Bench::new(&variables).await;
    let email = bench.ready(None).await;
    let late = Answer::new(202).set_delay(Duration::from_secs(20));
    bench.fake.answer_once(SENDGRID_HOST, "/", late);
    send_email::run(&bench.ctx, email).await.unwrap();
    assert_eq!(bench.attempts(email).await, ["Unresolved"]);
    send_email::run(&bench.ctx, email).await.unwrap();
    assert_eq!(bench.fake.calls().len(), 1);
}

#[tokio::test]
async fn a_busy_provider_is_tried_again_until_it_takes_the_mail_once() {
    let bench = Bench::with_sendgrid().await;
    let email = bench.ready(None).await;
    bench.fake.answer_once(SENDGRID_HOST, "/", fails_with(503));
    bench.fake.answer_once(SENDGRID_HOST, "/", fails_with(429));
    for attempts in 1..=2 {
        let error = send_email::run(&bench.ctx, email).await.unwrap_err();
        assert!(error.is_transient());
        assert_eq!(bench.attempts(email).await, vec!["Retry"; attempts]);
        assert_eq!(bench.state(email).await, "READY_TO_SEND");
        bench.pass(TimeDelta::seconds(10));
    }
    // Too many calls: the provider is left alone for a minute.
    assert!(send_email::run(&bench.ctx, email).await.unwrap_err().is_transient());
    assert_eq!(bench.fake.calls().len(), 2);
    bench.pass(TimeDelta::seconds(60));
    for _ in 0..2 {
        send_email::run(&bench.ctx, email).await.unwrap();
    }
    assert_eq!(bench.attempts(email).await, ["Retry", "Retry", "Accepted"]);
    assert_eq!(bench.state(email).await, "SENT");
    let ids: Vec<_> = bench
        .fake
        .calls()
        .iter()
        .map(|call| call.json()["personalizations"][0]["headers"]["Message-ID"].clone())
        .collect();
    assert_eq!(ids.len(), 3);
    assert!(ids.iter().all(|id| *id == ids[0]), "{ids:?}");
}

#[tokio::test]
async fn a_refused_email_is_marked_and_somebody_is_told() {
    let bench = Bench::with_sendgrid().await;
    let email = bench.ready(None).await;
    bench.fake.answer_once(SENDGRID_HOST, "/", fails_with(400));
    send_email::run(&bench.ctx, email).await.unwrap();
    assert_eq!(bench.attempts(email).await, ["Rejected"]);
    assert_eq!(bench.state(email).await, "DELIVERY_FAILURE");
    assert_eq!(bench.jobs().await, [json!({ "job": "alert_email_failed", "email": email })]);
    let reason: String = bench.db.value("SELECT reason FROM clerk.email_attempt", &[]).await;
    assert_eq!(reason, "sendgrid: status 400");
    send_email::run(&bench.ctx, email).await.unwrap();
    assert_eq!(bench.fake.calls().len(), 1);
}

#[tokio::test]
async fn mail_outside_the_allowed_domains_is_held() {
    let mut variables = SENDGRID.to_vec();
    variables.push(("EMAIL_ALLOWED_DOMAINS", "anikalegal.org.au,example.org"));
    let bench = Bench::new(&variables).await;
    let held = bench.ready(None).await;
    let copied =
        bench.email(None, "READY_TO_SEND", "tech@anikalegal.org.au", &["x@example.com"]).await;
    let fine =
        bench.email(None, "READY_TO_SEND", "tech@AnikaLegal.org.au", &["x@example.org"]).await;
    for email in [held, copied, fine, held] {
        send_email::run(&bench.ctx, email).await.unwrap();
    }
    assert_eq!(bench.attempts(held).await, ["Held"]);
    assert_eq!(bench.attempts(copied).await, ["Held"]);
    assert_eq!(bench.state(held).await, "READY_TO_SEND");
    assert_eq!(bench.state(fine).await, "SENT");
    assert_eq!(bench.fake.calls().len(), 1);
}

#[tokio::test]
async fn two_workers_send_it_once() {
    let bench = Bench::with_sendgrid().await;
    let email = bench.ready(None).await;
    let slow = Answer::new(202).set_delay(Duration::from_millis(300));
    bench.fake.answer(SENDGRID_HOST, "/", slow);
    let runs = (0..4).map(|_| send_email::run(&bench.ctx, email));
    let outcomes = futures_util::future::join_all(runs).await;
    assert_eq!(bench.fake.calls().len(), 1);
    assert_eq!(bench.attempts(email).await, ["Accepted"]);
    assert_eq!(bench.state(email).await, "SENT");
    // Whoever came while the call was under way tries again later and then finds it done.
    assert!(outcomes.iter().any(Result::is_ok));
    assert!(outcomes.iter().flat_map(|outcome| outcome.as_ref().err()).all(|e| e.is_transient()));
}

#[tokio::test]
async fn the_database_refuses_a_second_open_attempt() {
    let bench = Bench::with_sendgrid().await;
    let email = bench.ready(None).await;
    send_email::run(&bench.ctx, email).await.unwrap();
    // Somebody sets the email back by hand.
    bench.db.execute("UPDATE emails_email SET state = 'READY_TO_SEND'", &[]).await;
    send_email::run(&bench.ctx, email).await.unwrap();
    assert_eq!(bench.fake.calls().len(), 1);
    assert_eq!(bench.attempts(email).await, ["Accepted"]);
    let refused = clerk_tests::database::connect(&bench.db.name)
        .await
        .execute(
            "INSERT INTO clerk.email_attempt (id, email_id, state, created_at)
             VALUES (gen_random_uuid(), $1, 'Calling', now())",
            &[&email],
        )
        .await;
    assert!(refused.is_err());
}

#[tokio::test]
async fn attachments_go_along() {
    let bench = Bench::with_sendgrid().await;
    let case = bench.case(CaseRow::default()).await;
    let email = bench.ready(Some(case)).await;
    let key = "email-attachments/0cc175b9/notice.pdf";
    bench.ctx.files.put(key, "application/pdf", "%PDF-1.4".into()).await.unwrap();
    bench
        .db
        .execute(
            "INSERT INTO emails_emailattachment (email_id, file, content_type, created_at,
                sharepoint_state) VALUES ($1, $2, 'application/pdf', now(), 'NOT_UPLOADED')",
            &[&email, &key],
        )
        .await;
    send_email::run(&bench.ctx, email).await.unwrap();
    assert_eq!(
        bench.fake.calls()[0].json()["attachments"],
        json!([{
            "content": "JVBERi0xLjQ=",
            "filename": "notice.pdf",
            "type": "application/pdf",
            "disposition": "attachment",
        }])
    );
}

#[tokio::test]
async fn a_written_email_sets_off_what_its_state_calls_for() {
    let bench = Bench::with_sendgrid().await;
    let now = bench.now();
    let new = |state| NewEmail {
        case: None,
        sender: None,
        state,
        from: "a@example.org".into(),
        to: "mary@example.com".into(),
        cc: vec!["agent@example.com".into()],
        subject: "RE: Café – your Repairs".into(),
        text: "words".into(),
        html: String::new(),
    };
    let mut conn = bench.ctx.db().await.unwrap();
    for state in EmailState::ALL {
        emails::create(&mut conn, now, new(state)).await.unwrap();
    }
    let ids = bench.db.query("SELECT id, state FROM emails_email ORDER BY id", &[]).await;
    let id = |state: &str| -> i32 {
        ids.iter().find(|row| row.get::<_, String>(1) == state).unwrap().get(0)
    };
    assert_eq!(
        bench.jobs().await,
        [
            json!({ "job": "send_email", "email": id("READY_TO_SEND") }),
            json!({ "job": "alert_email_failed", "email": id("DELIVERY_FAILURE") }),
            json!({ "job": "alert_email_received", "email": id("INGESTED") }),
        ]
    );
    let thread: String = bench.db.value("SELECT DISTINCT thread_name FROM emails_email", &[]).await;
    assert_eq!(thread, "cafe-your-repairs");
}
