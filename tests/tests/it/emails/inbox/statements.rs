//! What requests and jobs cost the database: the same for few and for many.

use clerk_domain::emails::inbound;
use clerk_tests::{TestDb, statements::StatementCounter};
use serde_json::{Value, json};

use super::{bench::Bench, form::Form};

async fn counted() -> (Bench, StatementCounter) {
    let counter = StatementCounter::start();
    let db = TestDb::migrated().await;
    // The application talks through the counter; the test looks at the database directly.
    let variables = counter.variables(&db);
    let variables: Vec<_> = variables.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
    (Bench::over(db, &variables).await, counter)
}

async fn events(bench: &Bench, number: usize) -> Value {
    let ids = bench
        .db()
        .query(
            "INSERT INTO emails_email (state, to_address, cc_addresses, from_address, subject,
                thread_name, text, html, created_at, is_alert_sent, sendgrid_id)
             SELECT 'SENT', '', '{}', '', '', '', '', '', now(), false, gen_random_uuid()::text
             FROM generate_series(1, $1) RETURNING sendgrid_id",
            &[&(number as i32)],
        )
        .await;
    ids.iter()
        .map(|row| {
            let id: String = row.get(0);
            json!({ "event": "delivered", "sg_event_id": format!("e{id}"), "timestamp": 1_700_000_000,
                "sg_message_id": format!("{id}.recv-1"), "email": "a@example.com" })
        })
        .collect()
}

#[tokio::test]
async fn a_thousand_events_cost_no_more_than_one() {
    let (bench, counter) = counted().await;
    let few = events(&bench, 1).await;
    let many = events(&bench, 1_000).await;
    bench.tell(&events(&bench, 2).await).await.expect(200);
    counter.take();
    bench.tell(&few).await.expect(200);
    let one = counter.take();
    bench.tell(&many).await.expect(200);
    let thousand = counter.take();
    assert!(one < 15, "{one}");
    assert_eq!(one, thousand);
    assert_eq!(bench.count("emails_email WHERE state = 'DELIVERED'").await, 1_003);
}

#[tokio::test]
async fn attachments_cost_no_statements() {
    let (bench, counter) = counted().await;
    let mut costs = Vec::new();
    for number in [1, 50] {
        let mut form = Form::message(&number.to_string(), "t");
        for file in 0..number {
            form = form.file(&format!("{file}.txt"), "text/plain", format!("{file}").as_bytes());
        }
        bench.post(&form).await.expect(200);
        let id = bench.waiting().await[0];
        counter.take();
        inbound::ingest(bench.ctx(), id).await.unwrap();
        costs.push(counter.take());
    }
    assert_eq!(costs[0], costs[1]);
}

#[tokio::test]
async fn the_tray_costs_the_same_however_full() {
    let (bench, counter) = counted().await;
    let coordinator = bench.app.coordinator().await;
    let mut costs = Vec::new();
    for number in [1, 50] {
        for message in 0..number {
            bench.take(&Form::to("x@example.com", &format!("{number} {message}"), "t")).await;
        }
        counter.take();
        coordinator.get("/clerk/api/unrouted-email/?page_size=100").await.expect(200);
        costs.push(counter.take());
    }
    assert_eq!(costs[0], costs[1]);
}
