//! What requests and jobs cost the database: the same for few and for many.

use clerk_tests::{TestDb, factories, statements::StatementCounter};
use clerk_workflows::mail_comes_in;
use serde_json::{Value, json};
use uuid::Uuid;

use super::{Inbox, form::Form};

async fn counted() -> (Inbox, StatementCounter) {
    let counter = StatementCounter::start();
    let db = TestDb::migrated().await;
    // The application talks through the counter; the test looks at the database directly.
    let variables = counter.variables(&db);
    let variables: Vec<_> = variables.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
    (Inbox::over(db, &variables).await, counter)
}

async fn events(inbox: &Inbox, number: usize) -> Value {
    let mut events = Vec::new();
    for _ in 0..number {
        let id = Uuid::new_v4().to_string();
        factories::email("SENT").provider_id(&id).create(inbox.db()).await;
        events.push(json!({
            "event": "delivered", "sg_event_id": format!("e{id}"), "timestamp": 1_700_000_000,
            "sg_message_id": format!("{id}.recv-1"), "email": "a@example.com",
        }));
    }
    events.into()
}

#[tokio::test]
async fn a_thousand_events_cost_no_more_than_one() {
    let (inbox, counter) = counted().await;
    let few = events(&inbox, 1).await;
    let many = events(&inbox, 1_000).await;
    inbox.post_events(&events(&inbox, 2).await).await.expect(200);
    counter.take();
    inbox.post_events(&few).await.expect(200);
    let one = counter.take();
    inbox.post_events(&many).await.expect(200);
    let thousand = counter.take();
    assert!(one < 15, "{one}");
    assert_eq!(one, thousand);
    assert_eq!(inbox.app.count("emails_email WHERE state = 'DELIVERED'").await, 1_003);
}

#[tokio::test]
async fn attachments_cost_no_statements() {
    let (inbox, counter) = counted().await;
    let mut costs = Vec::new();
    for number in [1, 50] {
        let mut form = Form::message(&number.to_string(), "t");
        for file in 0..number {
            form = form.file(&format!("{file}.txt"), "text/plain", format!("{file}").as_bytes());
        }
        inbox.post(&form).await.expect(200);
        let id = inbox.waiting().await[0];
        counter.take();
        mail_comes_in::ingest(inbox.ctx(), id).await.unwrap();
        costs.push(counter.take());
    }
    assert_eq!(costs[0], costs[1]);
}

#[tokio::test]
async fn the_tray_costs_the_same_however_full() {
    let (inbox, counter) = counted().await;
    let coordinator = inbox.app.coordinator().await;
    let mut costs = Vec::new();
    for number in [1, 50] {
        for message in 0..number {
            inbox.take(&Form::to("x@example.com", &format!("{number} {message}"), "t")).await;
        }
        counter.take();
        coordinator.get("/clerk/api/unrouted-email/?page_size=100").await.expect(200);
        costs.push(counter.take());
    }
    assert_eq!(costs[0], costs[1]);
}
