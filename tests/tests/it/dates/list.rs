//! `GET /clerk/api/date/`.

use clerk_tests::{Actor, TestApp, factories};
use serde_json::json;
use uuid::Uuid;

use super::{URL, start};
use crate::cases::{assert_wrong, cost, counted};

/// The notes of the dates that a query finds, in order.
async fn found(actor: &Actor, query: &str) -> Vec<String> {
    let list = actor.get(&format!("{URL}?{query}")).await.expect(200).json();
    let dates = list["results"].as_array().unwrap().iter();
    dates.map(|date| date["notes"].as_str().unwrap().to_owned()).collect()
}

async fn date(app: &TestApp, case: Uuid, kind: &str, day: &str, notes: &str) {
    let date = factories::date(case, kind, day).notes(notes).reviewed(kind == "LIMITATION");
    date.hearing("VIRTUAL", "x").create(&app.db).await;
}

#[tokio::test]
async fn the_earliest_come_first_and_filters_narrow() {
    let app = start().await;
    let (coordinator, paralegal, lawyer) =
        (app.coordinator().await, app.paralegal().await, app.lawyer().await);
    let ada = factories::client("Ada", "Love%lace").create(&app.db).await;
    let own = factories::case().fileref("R0001").paralegal(paralegal.id()).lawyer(lawyer.id());
    let own = own.client(ada).create(&app.db).await;
    let other = factories::case().fileref("B_002").lawyer(paralegal.id()).create(&app.db).await;
    date(&app, own.id, "OTHER", "2026-06-02", "d").await;
    date(&app, own.id, "LIMITATION", "2026-06-02", "b").await;
    date(&app, other.id, "LIMITATION", "2026-06-02", "c").await;
    date(&app, own.id, "HEARING_LISTED", "2020-06-02", "a").await;
    for (query, expected) in [
        (String::new(), vec!["a", "b", "c", "d"]),
        ("q=&type=&issue_id=&is_reviewed=".into(), vec!["a", "b", "c", "d"]),
        ("type=LIMITATION".into(), vec!["b", "c"]),
        ("is_reviewed=false".into(), vec!["a", "d"]),
        ("is_reviewed=true".into(), vec!["b", "c"]),
        (format!("issue_id={}", other.id), vec!["c"]),
        (format!("issue_id={}", Uuid::new_v4()), vec![]),
        ("q=r0001".into(), vec!["a", "b", "d"]),
        ("q=ADA".into(), vec!["a", "b", "d"]),
        ("q=example.com".into(), vec!["a", "b", "c", "d"]),
        // What LIKE takes for wildcards means itself.
        ("q=%25".into(), vec!["a", "b", "d"]),
        ("q=_".into(), vec!["c"]),
        ("q=%5C".into(), vec![]),
        // Not word by word.
        ("q=ada+client".into(), vec![]),
    ] {
        assert_eq!(found(&coordinator, &query).await, expected, "{query}");
    }
    for actor in [&paralegal, &lawyer] {
        assert_eq!(found(actor, "").await, ["a", "b", "d"]);
        assert!(found(actor, &format!("issue_id={}", other.id)).await.is_empty());
        assert!(found(actor, "q=B_002").await.is_empty());
    }
    assert!(found(&app.paralegal().await, "").await.is_empty());
    assert_eq!(found(&app.admin().await, "").await.len(), 4);
    assert_eq!(found(&app.superuser().await, "").await.len(), 4);
    for actor in [app.anonymous(), app.no_role().await, app.inactive().await] {
        actor.get(URL).await.expect(403);
    }
    let list = coordinator.get(URL).await.json();
    let first = &list["results"][0];
    assert_eq!(first["hearing_type"], "VIRTUAL");
    assert_eq!(first["issue"]["client"]["full_name"], "Ada Love%lace");
    assert!(list["results"][1].get("hearing_type").is_none());
}

#[tokio::test]
async fn nonsense_is_refused() {
    let app = start().await;
    let coordinator = app.coordinator().await;
    for (query, code, attr) in [
        ("q=%20", "blank", "q"),
        ("q=a%00", "null_characters_not_allowed", "q"),
        ("type=NOPE", "invalid_choice", "type"),
        ("issue_id=abc", "invalid", "issue_id"),
        ("is_reviewed=maybe", "invalid", "is_reviewed"),
        ("page_size=abc", "invalid", "page_size"),
    ] {
        assert_wrong(&coordinator.get(&format!("{URL}?{query}")).await, code, attr);
    }
    coordinator.get(&format!("{URL}?page=2")).await.expect(404);
    assert_eq!(coordinator.delete(URL).await.status, 405);
}

#[tokio::test]
async fn fifty_cost_what_one_costs() {
    let (counter, app) = counted().await;
    let coordinator = app.coordinator().await;
    let make = async || {
        let (paralegal, lawyer) = (app.paralegal().await, app.lawyer().await);
        let case = factories::case().paralegal(paralegal.id()).lawyer(lawyer.id());
        let case = case.create(&app.db).await;
        date(&app, case.id, "OTHER", "2026-06-02", "x").await;
    };
    make().await;
    let path = format!("{URL}?page_size=500");
    let before = cost(&counter, &coordinator, &path).await;
    for _ in 1..50 {
        make().await;
    }
    assert!((4..15).contains(&before), "{before}");
    assert_eq!(cost(&counter, &coordinator, &path).await, before);
    assert_eq!(found(&coordinator, "page_size=500").await.len(), 50);
    let page = coordinator.get(URL).await.json();
    assert_eq!((&page["page_count"], &page["item_count"]), (&json!(3), &json!(50)));
}
