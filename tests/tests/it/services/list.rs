//! `GET /clerk/api/case/<uuid>/services/`.

use clerk_tests::{Actor, TestApp, factories};
use serde_json::{Value, json};
use uuid::Uuid;

use super::{discrete, ongoing, url};
use crate::cases::{assert_wrong, cost, counted, everybody};

async fn found(actor: &Actor, case: Uuid, query: &str) -> Vec<String> {
    let list = actor.get(&format!("{}?{query}", url(case))).await.expect(200).json();
    let services = list.as_array().unwrap().iter();
    services.map(|service| service["notes"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn the_latest_come_first() {
    let app = TestApp::builder().at("2026-06-01T03:00:00Z".parse().unwrap()).start().await;
    let coordinator = app.coordinator().await;
    let case = factories::case().create(&app.db).await;
    let other = factories::case().create(&app.db).await;
    let add = async |case: Uuid, mut body: Value, started: &str, notes: &str| {
        body["started_at"] = json!(started);
        body["notes"] = json!(notes);
        coordinator.post(&url(case), body).await.expect(201);
    };
    add(case.id, discrete(), "02/03/2026", "a").await;
    app.ctx.clock.set("2026-06-01T04:00:00Z".parse().unwrap());
    add(case.id, ongoing(), "02/03/2026", "b").await;
    add(case.id, discrete(), "03/03/2026", "c").await;
    add(case.id, ongoing(), "01/03/2026", "d").await;
    add(other.id, ongoing(), "01/03/2026", "e").await;
    for (query, expected) in [
        ("", vec!["c", "b", "a", "d"]),
        ("category=&type=", vec!["c", "b", "a", "d"]),
        ("category=ONGOING", vec!["b", "d"]),
        ("category=DISCRETE", vec!["c", "a"]),
        ("type=LEGAL_SUPPORT", vec!["b", "d"]),
        ("type=LEGAL_SUPPORT&category=DISCRETE", vec![]),
    ] {
        assert_eq!(found(&coordinator, case.id, query).await, expected, "{query}");
    }
    for (query, attr) in [("category=NOPE", "category"), ("type=NOPE", "type")] {
        let reply = coordinator.get(&format!("{}?{query}", url(case.id))).await;
        assert_wrong(&reply, "invalid_choice", attr);
    }
    coordinator.get(&url(Uuid::new_v4())).await.expect(404);
}

#[tokio::test]
async fn who_sees_services() {
    let app = TestApp::start().await;
    let case = factories::case().create(&app.db).await;
    for (name, actor, may_see) in everybody(&app, &case).await {
        let status = if may_see { 200 } else { 403 };
        assert_eq!(actor.get(&url(case.id)).await.status, status, "{name}");
        // Whatever the query says.
        let status = if may_see { 400 } else { 403 };
        let reply = actor.get(&format!("{}?type=NOPE", url(case.id))).await;
        assert_eq!(reply.status, status, "{name}");
    }
}

#[tokio::test]
async fn fifty_cost_what_one_costs() {
    let (counter, app) = counted().await;
    let coordinator = app.coordinator().await;
    let case = factories::case().create(&app.db).await;
    coordinator.post(&url(case.id), discrete()).await.expect(201);
    let before = cost(&counter, &coordinator, &url(case.id)).await;
    for _ in 1..50 {
        coordinator.post(&url(case.id), discrete()).await.expect(201);
    }
    assert_eq!(cost(&counter, &coordinator, &url(case.id)).await, before);
    let list = coordinator.get(&url(case.id)).await.json();
    assert_eq!(list.as_array().unwrap().len(), 50);
}
