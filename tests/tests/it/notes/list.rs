//! `GET /clerk/api/note/`.

use chrono::{DateTime, TimeDelta, Utc};
use clerk_tests::{Actor, TestApp, assert_json, factories};
use serde_json::json;

use crate::cases::{assert_wrong, cost, counted};

const URL: &str = "/clerk/api/note/";

fn day(number: i64) -> DateTime<Utc> {
    let first: DateTime<Utc> = "2026-01-01T00:00:00Z".parse().unwrap();
    first + TimeDelta::days(number)
}

/// The texts that a query finds, in order.
async fn found(actor: &Actor, query: &str) -> Vec<String> {
    let list = actor.get(&format!("{URL}?{query}")).await.expect(200).json();
    let notes = list["results"].as_array().unwrap().iter();
    notes.map(|note| note["text"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn one_reads_ones_own_and_those_on_ones_cases() {
    let app = TestApp::start().await;
    let (paralegal, colleague) = (app.paralegal().await, app.paralegal().await);
    let (lawyer, coordinator) = (app.lawyer().await, app.coordinator().await);
    let own = factories::case()
        .fileref("R0001")
        .paralegal(paralegal.id())
        .lawyer(lawyer.id())
        .create(&app.db)
        .await;
    let other = factories::case().create(&app.db).await;
    for (at, (case, kind, text, creator)) in [
        (own.id, "PARALEGAL", "mine", paralegal.id()),
        (own.id, "PARALEGAL", "theirs", coordinator.id()),
        (other.id, "PARALEGAL", "elsewhere", paralegal.id()),
        (other.id, "PARALEGAL", "foreign", colleague.id()),
        (own.id, "REVIEW", "review", coordinator.id()),
        (own.id, "PERFORMANCE", "about me", coordinator.id()),
        (other.id, "REVIEW", "once written", paralegal.id()),
    ]
    .into_iter()
    .enumerate()
    {
        let at = day(at.try_into().unwrap());
        let note = factories::note(case, kind).text(text).by(creator).at(at);
        note.target("user", paralegal.id()).create(&app.db).await;
    }
    let all = ["once written", "about me", "review", "foreign", "elsewhere", "theirs", "mine"];
    assert_eq!(found(&coordinator, "").await, all);
    assert_eq!(found(&app.admin().await, "").await, all);
    assert_eq!(found(&app.superuser().await, "").await, all);
    assert_eq!(found(&paralegal, "").await, ["elsewhere", "theirs", "mine"]);
    assert_eq!(found(&lawyer, "").await, ["theirs", "mine"]);
    assert_eq!(found(&colleague, "").await, ["foreign"]);
    for actor in [app.anonymous(), app.no_role().await, app.inactive().await] {
        actor.get(URL).await.expect(403);
    }

    let list = coordinator.get(&format!("{URL}?note_type=PERFORMANCE")).await.json();
    assert_json!("note_list", list);
    let reviewee = format!("reviewee={}", paralegal.id());
    assert_eq!(found(&coordinator, &reviewee).await, ["about me"]);
    assert!(found(&paralegal, &reviewee).await.is_empty());
    assert!(found(&coordinator, &format!("reviewee={}", lawyer.id())).await.is_empty());
    assert_eq!(found(&coordinator, "note_type=REVIEW").await, ["once written", "review"]);
    assert_eq!(found(&coordinator, &format!("creator={}", colleague.id())).await, ["foreign"]);
    assert_eq!(found(&paralegal, &format!("issue={}", other.id)).await, ["elsewhere"]);
    assert_eq!(found(&coordinator, "reviewee=&issue=&creator=&note_type=").await.len(), 7);
}

#[tokio::test]
async fn nonsense_is_refused() {
    let app = TestApp::start().await;
    let coordinator = app.coordinator().await;
    for (query, code, attr) in [
        ("reviewee=abc", "incorrect_type", "reviewee"),
        ("reviewee=99999999999", "does_not_exist", "reviewee"),
        ("creator=abc", "incorrect_type", "creator"),
        ("creator=999999", "does_not_exist", "creator"),
        ("issue=abc", "invalid", "issue"),
        ("note_type=NOPE", "invalid_choice", "note_type"),
        ("page_size=abc", "invalid", "page_size"),
    ] {
        assert_wrong(&coordinator.get(&format!("{URL}?{query}")).await, code, attr);
    }
    for query in ["page=2", "page=x", "page=0"] {
        coordinator.get(&format!("{URL}?{query}")).await.expect(404);
    }
    assert_eq!(coordinator.post(URL, json!({})).await.status, 405);
}

#[tokio::test]
async fn pages_have_a_limit_and_cost_the_same() {
    let (counter, app) = counted().await;
    let coordinator = app.coordinator().await;
    let case = factories::case().create(&app.db).await;
    let write = async |at: i64| {
        let about = app.paralegal().await.id();
        let note = factories::note(case.id, "PERFORMANCE").by(coordinator.id()).at(day(at));
        note.target("user", about).create(&app.db).await
    };
    write(0).await;
    let before = cost(&counter, &coordinator, &format!("{URL}?page_size=50")).await;
    for at in 1..50 {
        write(at).await;
    }
    let after = cost(&counter, &coordinator, &format!("{URL}?page_size=50")).await;
    assert!((4..15).contains(&before), "{before}");
    assert_eq!(before, after);
    for at in 50..105 {
        factories::note(case.id, "PARALEGAL").at(day(at)).create(&app.db).await;
    }
    let page = coordinator.get(URL).await.expect(200).json();
    assert_eq!(page["results"].as_array().unwrap().len(), 20);
    assert_eq!((&page["item_count"], &page["next"]), (&json!(105), &json!(2)));
    for (query, count) in [("page_size=5", 5), ("page_size=500", 100), ("page_size=-1", 105)] {
        assert_eq!(found(&coordinator, query).await.len(), count, "{query}");
    }
}
