//! The mail provider's events about mail that went out.

use aws_lc_rs::{
    rand::SystemRandom,
    signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, KeyPair},
};
use base64::{Engine, prelude::BASE64_STANDARD};
use clerk_tests::{Reply, assert_json, factories};
use reqwest::Method;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::emails::inbox::Inbox;

/// A P-256 `SubjectPublicKeyInfo` up to the point.
const SPKI: [u8; 26] = [
    0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01, 0x06, 0x08, 0x2a,
    0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07, 0x03, 0x42, 0x00,
];

struct Key(EcdsaKeyPair);

impl Key {
    fn new() -> Self {
        Self(EcdsaKeyPair::generate(&ECDSA_P256_SHA256_ASN1_SIGNING).unwrap())
    }

    fn public(&self) -> String {
        BASE64_STANDARD.encode([&SPKI, self.0.public_key().as_ref()].concat())
    }

    fn sign(&self, timestamp: &str, body: &[u8]) -> String {
        let message = [timestamp.as_bytes(), body].concat();
        BASE64_STANDARD.encode(self.0.sign(&SystemRandom::new(), &message).unwrap())
    }
}

/// An email that went out, with the provider's id.
pub async fn sent(inbox: &Inbox, provider_id: &str) -> i32 {
    let email = factories::email("SENT").case(inbox.case).to("a@example.com");
    email.provider_id(provider_id).create(inbox.db()).await
}

/// An event as the provider writes it.
pub fn event(id: &str, kind: &str, at: i64, provider_id: &str) -> Value {
    json!({
        "email": "a@example.com",
        "event": kind,
        "sg_event_id": id,
        "sg_message_id": format!("{provider_id}.recvd-5f54b5d587-65wz4-1-668CB9A4-1B.0"),
        "smtp-id": "<x@y>",
        "timestamp": 1_700_000_000 + at,
        "response": "250 OK",
    })
}

#[tokio::test]
async fn the_state_follows() {
    let inbox = Inbox::new().await;
    for (kind, expected, alerts) in [
        ("delivered", "DELIVERED", 0),
        ("bounce", "DELIVERY_FAILURE", 1),
        ("dropped", "DELIVERY_FAILURE", 1),
        ("deferred", "SENT", 0),
        ("spamreport", "SENT", 0),
        ("processed", "SENT", 0),
        ("open", "SENT", 0),
        ("made-up", "SENT", 0),
    ] {
        let email = sent(&inbox, kind).await;
        inbox.post_events(&json!([event(kind, kind, 0, kind)])).await.expect(200);
        assert_eq!(inbox.app.email_state(email).await, expected, "{kind}");
        let sql = "SELECT count(*) FROM clerk.job WHERE payload = $1";
        let job = json!({ "job": "alert_email_failed", "email": email });
        assert_eq!(inbox.db().value::<i64>(sql, &[&job]).await, alerts, "{kind}");
    }
    assert_eq!(inbox.app.count("clerk.email_event").await, 5);
}

#[tokio::test]
async fn the_same_event_counts_once() {
    let inbox = Inbox::new().await;
    let email = sent(&inbox, "id").await;
    let bounce = event("1", "bounce", 0, "id");
    for _ in 0..3 {
        inbox.post_events(&json!([bounce, bounce])).await.expect(200);
    }
    assert_eq!(inbox.app.count("clerk.email_event").await, 1);
    assert_eq!(inbox.app.count("clerk.job").await, 1);
    // Without an id of its own an event is known by what it says.
    let mut nameless = event("", "deferred", 5, "id");
    nameless.as_object_mut().unwrap().remove("sg_event_id");
    for _ in 0..2 {
        inbox.post_events(&json!([nameless])).await.expect(200);
    }
    assert_eq!(inbox.app.count("clerk.email_event").await, 2);
    assert_eq!(inbox.app.email_state(email).await, "DELIVERY_FAILURE");
}

#[tokio::test]
async fn what_is_no_list_of_events_is_refused() {
    let inbox = Inbox::new().await;
    let poster = inbox.app.anonymous();
    for body in ["", "{", "{}", "null", "\"x\"", "[1]", "[[]]", "[{}", "\u{0}"] {
        let request = poster.request(Method::POST, "/email/events/").body(body);
        let reply = poster.send(request).await.expect(400);
        assert_eq!(reply.error().1, "parse_error", "{body}");
    }
    for odd in [
        json!([]),
        json!([{}]),
        json!([{ "event": 5, "timestamp": "x", "sg_message_id": null }]),
        json!([{ "event": "bounce" }]),
        json!([{ "event": "bounce", "sg_message_id": "\u{0}", "timestamp": i64::MAX }]),
        json!([{ "event": "bounce", "sg_message_id": "a.b", "email": ["x"], "reason": { "a": 1 } }]),
        json!([{ "event": "bounce", "sg_message_id": "c", "reason": "x".repeat(100_000), "sg_event_id": "\u{0}" }]),
    ] {
        inbox.post_events(&odd).await.expect(200);
    }
}

async fn post(inbox: &Inbox, body: &[u8], signed: Option<(&str, &str)>) -> Reply {
    let poster = inbox.app.anonymous();
    let mut request = poster.request(Method::POST, "/email/events/").body(body.to_vec());
    if let Some((timestamp, signature)) = signed {
        request = request
            .header("X-Twilio-Email-Event-Webhook-Timestamp", timestamp)
            .header("X-Twilio-Email-Event-Webhook-Signature", signature);
    }
    poster.send(request).await
}

#[tokio::test]
async fn with_a_key_only_signed_events_count() {
    let (old, new, foreign) = (Key::new(), Key::new(), Key::new());
    let keys = format!("{}, {}", old.public(), new.public());
    let inbox = Inbox::with(&[("CLERK_SENDGRID_EVENT_KEYS", &keys)]).await;
    let email = sent(&inbox, "id").await;
    let body = json!([event("1", "delivered", 0, "id")]).to_string() + "\r\n";
    let body = body.as_bytes();
    let good = new.sign("1700000000", body);
    let mut flipped = BASE64_STANDARD.decode(&good).unwrap();
    *flipped.last_mut().unwrap() ^= 1;
    let flipped = BASE64_STANDARD.encode(flipped);
    for signed in [
        None,
        Some(("1700000000", "")),
        Some(("1700000000", "no base64")),
        Some(("1700000001", good.as_str())),
        Some(("", good.as_str())),
        Some(("1700000000", flipped.as_str())),
        Some(("1700000000", foreign.sign("1700000000", body).as_str())),
    ] {
        let reply = post(&inbox, body, signed).await.expect(403);
        assert_eq!(reply.error().1, "permission_denied");
    }
    post(&inbox, b"[]", Some(("1700000000", &good))).await.expect(403);
    // Who it is from is checked before what it says.
    post(&inbox, b"nonsense", None).await.expect(403);
    assert_eq!(inbox.app.count("clerk.email_event").await, 0);
    assert_eq!(inbox.app.email_state(email).await, "SENT");

    post(&inbox, body, Some(("1700000000", &good))).await.expect(200);
    assert_eq!(inbox.app.email_state(email).await, "DELIVERED");
    let body = json!([event("2", "bounce", 1, "id")]).to_string();
    let signature = old.sign("1700000009", body.as_bytes());
    post(&inbox, body.as_bytes(), Some(("1700000009", &signature))).await.expect(200);
    assert_eq!(inbox.app.email_state(email).await, "DELIVERY_FAILURE");
}

#[tokio::test]
async fn events_are_shown_to_who_sees_the_case() {
    let inbox = Inbox::new().await;
    let email = sent(&inbox, "id").await;
    inbox
        .post_events(&json!([event("1", "deferred", 0, "id"), event("2", "delivered", 60, "id")]))
        .await;
    let app = &inbox.app;
    let (paralegal, lawyer) = (app.paralegal().await, app.lawyer().await);
    let sql = "UPDATE core_issue SET paralegal_id = $1, lawyer_id = $2";
    inbox.db().execute(sql, &[&paralegal.id(), &lawyer.id()]).await;
    let path = format!("/clerk/api/email/{}/{email}/events/", inbox.case);
    for actor in
        [&paralegal, &lawyer, &app.coordinator().await, &app.admin().await, &app.superuser().await]
    {
        let events = actor.get(&path).await.expect(200).json();
        assert_json!("email_events", events);
    }
    for actor in [
        app.anonymous(),
        app.no_role().await,
        app.inactive().await,
        app.paralegal().await,
        app.lawyer().await,
    ] {
        actor.get(&path).await.expect(403);
    }
    let other = factories::case().create(inbox.db()).await.id;
    let coordinator = app.coordinator().await;
    for path in [
        format!("/clerk/api/email/{other}/{email}/events/"),
        format!("/clerk/api/email/{}/999999/events/", inbox.case),
        format!("/clerk/api/email/{}/x/events/", inbox.case),
        format!("/clerk/api/email/{}/{email}/events/", Uuid::new_v4()),
        format!("/clerk/api/email/x/{email}/events/"),
    ] {
        coordinator.get(&path).await.expect(404);
    }
}
