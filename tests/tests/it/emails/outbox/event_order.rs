//! Events come in any order, twice, and before we know what they are about: it ends the same.

use chrono::{TimeDelta, Utc};
use clerk_domain::emails::{
    EmailState,
    outbox::events::{self, EventKind},
};
use clerk_tests::{factories, jobs, outside::Answer, world::SENDGRID};
use clerk_workflows::clean_up::clean_up;
use clerk_workflows::mail_goes_out::send_email;
use proptest::prelude::*;
use serde_json::{Value, json};

use super::events::{event, sent};
use crate::emails::inbox::Inbox;

/// Every order of some things.
fn permutations<T: Clone>(items: &[T]) -> Vec<Vec<T>> {
    if items.is_empty() {
        return vec![Vec::new()];
    }
    (0..items.len())
        .flat_map(|at| {
            let mut rest = items.to_vec();
            let first = rest.remove(at);
            permutations(&rest).into_iter().map(move |mut tail| {
                tail.insert(0, first.clone());
                tail
            })
        })
        .collect()
}

#[tokio::test]
async fn every_order_ends_the_same() {
    let inbox = Inbox::new().await;
    for (name, reported, expected) in [
        (
            "deferred, then there",
            &[("deferred", 0), ("deferred", 5), ("delivered", 9)][..],
            "DELIVERED",
        ),
        (
            "refused later",
            &[("delivered", 0), ("bounce", 60), ("deferred", 30)],
            "DELIVERY_FAILURE",
        ),
        ("there after all", &[("bounce", 0), ("deferred", 1), ("delivered", 60)], "DELIVERED"),
        (
            "at the same time",
            &[("bounce", 0), ("delivered", 0), ("spamreport", 9)],
            "DELIVERY_FAILURE",
        ),
        ("only delayed", &[("deferred", 0), ("deferred", 1), ("spamreport", 2)], "SENT"),
    ] {
        for (number, order) in permutations(reported).into_iter().enumerate() {
            let id = format!("{}-{number}", name.replace([' ', ','], ""));
            let email = sent(&inbox, &id).await;
            for (kind, at) in order {
                let reported = event(&format!("{id}-{kind}-{at}"), kind, at, &id);
                // One at a time, and some of them again.
                inbox.post_events(&json!([reported])).await.expect(200);
                if at == 0 {
                    inbox.post_events(&json!([reported])).await.expect(200);
                }
            }
            assert_eq!(inbox.app.email_state(email).await, expected, "{name}, order {number}");
        }
    }
}

#[tokio::test]
async fn one_failed_recipient_is_a_failure() {
    let inbox = Inbox::new().await;
    let to = event("1", "delivered", 9, "id");
    let mut copy = event("2", "bounce", 0, "id");
    copy["email"] = "copy@example.com".into();
    let mut later = event("3", "delivered", 60, "id");
    later["email"] = "Copy@Example.com".into();
    let email = sent(&inbox, "id").await;
    inbox.post_events(&json!([to, copy])).await;
    assert_eq!(inbox.app.email_state(email).await, "DELIVERY_FAILURE");
    inbox.post_events(&json!([later])).await;
    assert_eq!(inbox.app.email_state(email).await, "DELIVERED");
}

#[tokio::test]
async fn an_event_may_come_before_its_email_is_known() {
    let inbox = Inbox::new().await;
    inbox.post_events(&json!([event("1", "delivered", 0, "id")])).await.expect(200);
    assert_eq!(inbox.app.count("clerk.email_event WHERE email_id IS NULL").await, 1);
    let email = sent(&inbox, "id").await;
    assert_eq!(inbox.app.email_state(email).await, "SENT");
    clean_up(inbox.ctx()).await.unwrap();
    assert_eq!(inbox.app.email_state(email).await, "DELIVERED");
    // One that never finds its email goes in the end.
    inbox.post_events(&json!([event("2", "delivered", 0, "other")])).await.expect(200);
    inbox.ctx().clock.set(inbox.ctx().clock.now() + TimeDelta::days(31));
    clean_up(inbox.ctx()).await.unwrap();
    assert_eq!(inbox.app.count("clerk.email_event").await, 1);
}

async fn ready(inbox: &Inbox) -> i32 {
    factories::email("READY_TO_SEND").case(inbox.case).create(inbox.db()).await
}

async fn attempt(inbox: &Inbox) -> (uuid::Uuid, String) {
    let rows = inbox.db().query("SELECT id, state FROM clerk.email_attempt", &[]).await;
    assert_eq!(rows.len(), 1);
    (rows[0].get(0), rows[0].get(1))
}

fn of_attempt(kind: &str, attempt: uuid::Uuid) -> Value {
    let mut reported = event(&format!("{kind}-{attempt}"), kind, 0, "the-id");
    reported["clerk_attempt"] = attempt.to_string().into();
    reported
}

#[tokio::test]
async fn an_event_resolves_an_attempt_that_nobody_knew_the_end_of() {
    for (kind, expected) in
        [("delivered", "DELIVERED"), ("deferred", "SENT"), ("bounce", "DELIVERY_FAILURE")]
    {
        let inbox = Inbox::with(&SENDGRID).await;
        let email = ready(&inbox).await;
        inbox.app.fake.answer_once("api.sendgrid.com", "/", Answer::new(502));
        send_email(inbox.ctx(), email).await.unwrap();
        let (id, found) = attempt(&inbox).await;
        assert_eq!(found, "Unresolved");
        for _ in 0..2 {
            inbox.post_events(&json!([of_attempt(kind, id)])).await.expect(200);
        }
        assert_eq!(attempt(&inbox).await.1, "Accepted");
        assert_eq!(inbox.app.email_state(email).await, expected);
        assert_eq!(inbox.app.count("core_issuenote WHERE note_type = 'EMAIL'").await, 1);
        let sql = "emails_email WHERE sendgrid_id = 'the-id' AND processed_at IS NOT NULL";
        assert_eq!(inbox.app.count(sql).await, 1);
    }
}

#[tokio::test]
async fn an_event_may_come_while_the_attempt_is_under_way() {
    let inbox = Inbox::with(&SENDGRID).await;
    let email = ready(&inbox).await;
    let slow = Answer::new(202)
        .insert_header("X-Message-Id", "the-id")
        .set_delay(std::time::Duration::from_millis(700));
    inbox.app.fake.answer_once("api.sendgrid.com", "/", slow);
    let events = async {
        inbox.app.fake.wait_for("api.sendgrid.com", 1).await;
        let (id, found) = attempt(&inbox).await;
        assert_eq!(found, "Calling");
        inbox.post_events(&json!([of_attempt("delivered", id)])).await.expect(200);
        assert_eq!(inbox.app.email_state(email).await, "READY_TO_SEND");
    };
    let (sent, ()) = tokio::join!(send_email(inbox.ctx(), email), events);
    sent.unwrap();
    assert_eq!(inbox.app.email_state(email).await, "DELIVERED");
    assert_eq!(attempt(&inbox).await.1, "Accepted");
    assert_eq!(inbox.app.count("core_issuenote WHERE note_type = 'EMAIL'").await, 1);
}

#[tokio::test]
async fn an_event_clears_up_after_a_worker_that_died_in_the_call() {
    let inbox = Inbox::with(&SENDGRID).await;
    let email = ready(&inbox).await;
    let id = uuid::Uuid::new_v4();
    let sql = "INSERT INTO clerk.email_attempt (id, email_id, state, created_at)
        VALUES ($1, $2, 'Calling', $3)";
    let began = inbox.ctx().clock.now() - TimeDelta::days(1);
    inbox.db().execute(sql, &[&id, &email, &began]).await;
    inbox.post_events(&json!([of_attempt("delivered", id)])).await.expect(200);
    assert_eq!(inbox.app.email_state(email).await, "READY_TO_SEND");
    send_email(inbox.ctx(), email).await.unwrap();
    assert_eq!(attempt(&inbox).await.1, "Accepted");
    assert_eq!(inbox.app.email_state(email).await, "DELIVERED");
    assert!(inbox.app.fake.calls().is_empty());
}

#[tokio::test]
async fn an_event_stops_a_second_try_of_what_is_out() {
    let inbox = Inbox::with(&SENDGRID).await;
    let email = ready(&inbox).await;
    inbox.app.fake.answer_once("api.sendgrid.com", "/", Answer::new(503));
    send_email(inbox.ctx(), email).await.unwrap_err();
    let (id, found) = attempt(&inbox).await;
    assert_eq!(found, "Retry");
    inbox.post_events(&json!([of_attempt("delivered", id)])).await.expect(200);
    assert_eq!(inbox.app.email_state(email).await, "DELIVERED");
    send_email(inbox.ctx(), email).await.unwrap();
    assert_eq!(inbox.app.fake.calls_to("api.sendgrid.com").len(), 1);
}

#[tokio::test]
async fn posts_at_the_same_time_agree() {
    let inbox = Inbox::new().await;
    let mut emails = Vec::new();
    for number in 0..20 {
        emails.push(sent(&inbox, &format!("id{number}")).await);
    }
    let batch = |kind: &str, at: i64, reversed: bool| {
        let mut events: Vec<_> = (0..20)
            .map(|number| event(&format!("{kind}{at}{number}"), kind, at, &format!("id{number}")))
            .collect();
        if reversed {
            events.reverse();
        }
        Value::from(events)
    };
    let batches =
        [batch("bounce", 1, false), batch("delivered", 2, true), batch("delivered", 0, false)];
    let replies = batches.iter().cycle().take(9).map(|batch| inbox.post_events(batch));
    for reply in futures_util::future::join_all(replies).await {
        reply.expect(200);
    }
    for email in emails {
        assert_eq!(inbox.app.email_state(email).await, "DELIVERED");
    }
    assert_eq!(inbox.app.count("clerk.email_event").await, 60);
    assert!(jobs::pending(inbox.db()).await.len() <= 20);
}

proptest! {
    #[test]
    fn the_state_is_a_matter_of_the_set(
        reported in prop::collection::vec((0..5_usize, 0..4_i64, 0..3_u8), 0..12),
        turn in 0..12_usize,
    ) {
        let names = ["a", "b", "c"];
        let reported: Vec<_> = reported
            .iter()
            .map(|(kind, at, who)| {
                let at = chrono::DateTime::<Utc>::from_timestamp(*at, 0).unwrap();
                (EventKind::ALL[*kind], at, names[usize::from(*who)])
            })
            .collect();
        let expected: Option<EmailState> = events::state(reported.iter().copied());
        let mut other = reported.clone();
        other.reverse();
        if !other.is_empty() {
            let by = turn % other.len();
            other.rotate_left(by);
        }
        // Again, and in another order.
        let twice = other.iter().chain(&reported).copied();
        prop_assert_eq!(events::state(twice), expected);
    }
}
