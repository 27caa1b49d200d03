//! An email is sent once, whatever happens.

use std::time::Duration;

use chrono::TimeDelta;
use clerk_domain::emails::{self, EmailState, NewEmail};
use clerk_tests::{factories, outside::Answer};
use clerk_workflows::mail_goes_out::send_email;
use serde_json::json;

use super::{PROVIDER, ready, with, world};

#[tokio::test]
async fn an_email_is_sent_and_noted() {
    let world = world().await;
    let case = factories::new_case().create(&world.db).await.id;
    let cc = ["agent@example.com", "MARY@example.com", "Agent@example.com", ""];
    let email = factories::email("READY_TO_SEND").case(case).cc(&cc).create(&world.db).await;
    send_email(&world.ctx, email).await.unwrap();

    let calls = world.fake.calls_to(PROVIDER);
    assert_eq!(calls.len(), 1);
    let body = calls[0].json();
    let address = format!("case.{}@mail.fake.anikalegal.org.au", &case.to_string()[..8]);
    assert_eq!(body["from"], json!({ "email": address, "name": "Anika Legal" }));
    let to = &body["personalizations"][0];
    assert_eq!(to["to"], json!([{ "email": "mary@example.com" }]));
    assert_eq!(to["cc"], json!([{ "email": "agent@example.com" }]));

    let rows =
        world.db.query("SELECT state, processed_at, sendgrid_id FROM emails_email", &[]).await;
    assert_eq!(rows[0].get::<_, String>(0), "SENT");
    assert_eq!(rows[0].get::<_, Option<chrono::DateTime<chrono::Utc>>>(1), Some(world.now()));
    assert_eq!(rows[0].get::<_, String>(2), "fake-message-1");
    let attempt = world
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
    let notes = world
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

    send_email(&world.ctx, email).await.unwrap();
    assert_eq!(world.fake.calls().len(), 1);
    assert_eq!(world.jobs().await, Vec::<serde_json::Value>::new());
}

#[tokio::test]
async fn an_email_without_a_case_keeps_its_sender() {
    let world = world().await;
    let email = ready(&world, None).await;
    send_email(&world.ctx, email).await.unwrap();
    let body = world.fake.calls()[0].json();
    assert_eq!(body["from"], json!({ "email": "old@example.org", "name": "Anika Legal" }));
    assert_eq!(world.email_state(email).await, "SENT");
    assert_eq!(world.db.value::<i64>("SELECT count(*) FROM core_issuenote", &[]).await, 0);
}

#[tokio::test]
async fn only_an_email_that_is_ready_is_sent() {
    let world = world().await;
    for &state in EmailState::ALL {
        if state != EmailState::ReadyToSend {
            let email = factories::email(state.code()).create(&world.db).await;
            send_email(&world.ctx, email).await.unwrap();
            assert_eq!(world.email_state(email).await, state.code());
        }
    }
    send_email(&world.ctx, 999_999).await.unwrap();
    assert!(world.fake.calls().is_empty());
}

#[tokio::test]
async fn a_worker_that_dies_in_the_call_leaves_a_question_and_no_second_mail() {
    let world = world().await;
    let email = ready(&world, None).await;
    let slow = Answer::new(202).set_delay(Duration::from_secs(20));
    world.fake.answer_once(PROVIDER, "/", slow);
    let ctx = world.ctx.clone();
    #[expect(clippy::disallowed_methods, reason = "a worker that is killed in the call")]
    let worker = tokio::spawn(async move { send_email(&ctx, email).await });
    world.fake.wait_for(PROVIDER, 1).await;
    worker.abort();
    assert!(worker.await.unwrap_err().is_cancelled());
    assert_eq!(world.attempts(email).await, ["Calling"]);

    // For all that another worker knows, the first may still be at it.
    let error = send_email(&world.ctx, email).await.unwrap_err();
    assert!(error.is_transient());
    assert_eq!(world.attempts(email).await, ["Calling"]);

    world.pass(TimeDelta::minutes(3));
    send_email(&world.ctx, email).await.unwrap();
    assert_eq!(world.attempts(email).await, ["Unresolved"]);
    world.pass(TimeDelta::days(1));
    send_email(&world.ctx, email).await.unwrap();
    assert_eq!(world.attempts(email).await, ["Unresolved"]);
    assert_eq!(world.email_state(email).await, "READY_TO_SEND");
    assert_eq!(world.fake.calls().len(), 1);
}

#[tokio::test]
async fn a_lost_answer_leaves_a_question_and_no_second_mail() {
    let world = with(&[("CLERK_OUTSIDE_TIMEOUT", "1")]).await;
    let email = ready(&world, None).await;
    let late = Answer::new(202).set_delay(Duration::from_secs(20));
    world.fake.answer_once(PROVIDER, "/", late);
    send_email(&world.ctx, email).await.unwrap();
    assert_eq!(world.attempts(email).await, ["Unresolved"]);
    send_email(&world.ctx, email).await.unwrap();
    assert_eq!(world.fake.calls().len(), 1);
}

#[tokio::test]
async fn a_busy_provider_is_tried_again_until_it_takes_the_mail_once() {
    let world = world().await;
    let email = ready(&world, None).await;
    world.fake.answer_once(PROVIDER, "/", Answer::new(503));
    world.fake.answer_once(PROVIDER, "/", Answer::new(429));
    for attempts in 1..=2 {
        let error = send_email(&world.ctx, email).await.unwrap_err();
        assert!(error.is_transient());
        assert_eq!(world.attempts(email).await, vec!["Retry"; attempts]);
        assert_eq!(world.email_state(email).await, "READY_TO_SEND");
        world.pass(TimeDelta::seconds(10));
    }
    // Too many calls: the provider is left alone for a minute.
    assert!(send_email(&world.ctx, email).await.unwrap_err().is_transient());
    assert_eq!(world.fake.calls().len(), 2);
    world.pass(TimeDelta::seconds(60));
    for _ in 0..2 {
        send_email(&world.ctx, email).await.unwrap();
    }
    assert_eq!(world.attempts(email).await, ["Retry", "Retry", "Accepted"]);
    assert_eq!(world.email_state(email).await, "SENT");
    let ids: Vec<_> = world
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
    let world = world().await;
    let email = ready(&world, None).await;
    world.fake.answer_once(PROVIDER, "/", Answer::new(400));
    send_email(&world.ctx, email).await.unwrap();
    assert_eq!(world.attempts(email).await, ["Rejected"]);
    assert_eq!(world.email_state(email).await, "DELIVERY_FAILURE");
    assert_eq!(world.jobs().await, [json!({ "job": "alert_email_failed", "email": email })]);
    let reason: String = world.db.value("SELECT reason FROM clerk.email_attempt", &[]).await;
    assert_eq!(reason, "sendgrid: status 400");
    send_email(&world.ctx, email).await.unwrap();
    assert_eq!(world.fake.calls().len(), 1);
}

#[tokio::test]
async fn mail_outside_the_allowed_domains_is_held() {
    let world = with(&[("EMAIL_ALLOWED_DOMAINS", "anikalegal.org.au,example.org")]).await;
    let held = ready(&world, None).await;
    let copied = factories::email("READY_TO_SEND")
        .to("tech@anikalegal.org.au")
        .cc(&["x@example.com"])
        .create(&world.db)
        .await;
    let fine = factories::email("READY_TO_SEND")
        .to("tech@AnikaLegal.org.au")
        .cc(&["x@example.org"])
        .create(&world.db)
        .await;
    for email in [held, copied, fine, held] {
        send_email(&world.ctx, email).await.unwrap();
    }
    assert_eq!(world.attempts(held).await, ["Held"]);
    assert_eq!(world.attempts(copied).await, ["Held"]);
    assert_eq!(world.email_state(held).await, "READY_TO_SEND");
    assert_eq!(world.email_state(fine).await, "SENT");
    assert_eq!(world.fake.calls().len(), 1);
}

#[tokio::test]
async fn two_workers_send_it_once() {
    let world = world().await;
    let email = ready(&world, None).await;
    let slow = Answer::new(202).set_delay(Duration::from_millis(300));
    world.fake.answer(PROVIDER, "/", slow);
    let runs = (0..4).map(|_| send_email(&world.ctx, email));
    let outcomes = futures_util::future::join_all(runs).await;
    assert_eq!(world.fake.calls().len(), 1);
    assert_eq!(world.attempts(email).await, ["Accepted"]);
    assert_eq!(world.email_state(email).await, "SENT");
    // Whoever came while the call was under way tries again later and then finds it done.
    assert!(outcomes.iter().any(Result::is_ok));
    assert!(outcomes.iter().flat_map(|outcome| outcome.as_ref().err()).all(|e| e.is_transient()));
}

#[tokio::test]
async fn the_database_refuses_a_second_open_attempt() {
    let world = world().await;
    let email = ready(&world, None).await;
    send_email(&world.ctx, email).await.unwrap();
    // The email is set back by hand.
    world.db.execute("UPDATE emails_email SET state = 'READY_TO_SEND'", &[]).await;
    send_email(&world.ctx, email).await.unwrap();
    assert_eq!(world.fake.calls().len(), 1);
    assert_eq!(world.attempts(email).await, ["Accepted"]);
    let refused = clerk_tests::database::connect(&world.db.name)
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
    let world = world().await;
    let case = factories::new_case().create(&world.db).await.id;
    let email = ready(&world, Some(case)).await;
    let key = "email-attachments/0cc175b9/notice.pdf";
    world.ctx.files.put(key, "application/pdf", "%PDF-1.4".into()).await.unwrap();
    factories::attachment(email, key).create(&world.db).await;

    send_email(&world.ctx, email).await.unwrap();
    assert_eq!(
        world.fake.calls()[0].json()["attachments"],
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
    let world = world().await;
    let now = world.now();
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
    let mut conn = world.ctx.db().await.unwrap();
    for &state in EmailState::ALL {
        emails::create(&mut conn, new(state), now).await.unwrap();
    }
    let ids = world.db.query("SELECT id, state FROM emails_email ORDER BY id", &[]).await;
    let id = |state: &str| -> i32 {
        ids.iter().find(|row| row.get::<_, String>(1) == state).unwrap().get(0)
    };
    assert_eq!(
        world.jobs().await,
        [
            json!({ "job": "send_email", "email": id("READY_TO_SEND") }),
            json!({ "job": "alert_email_failed", "email": id("DELIVERY_FAILURE") }),
            json!({ "job": "alert_email_received", "email": id("INGESTED") }),
        ]
    );
    let thread: String = world.db.value("SELECT DISTINCT thread_name FROM emails_email", &[]).await;
    assert_eq!(thread, "cafe-your-repairs");
}
