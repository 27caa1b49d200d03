//! The inbox and the list of reviews.

use chrono::{DateTime, TimeDelta, Utc};
use clerk_tests::{
    TestApp, factories,
    pages::{context, with_front_end},
};
use serde_json::{Value, json};

fn day(number: i64) -> DateTime<Utc> {
    let first: DateTime<Utc> = "2026-01-01T00:00:00Z".parse().unwrap();
    first + TimeDelta::days(number)
}

fn filerefs(context: &Value) -> Vec<&str> {
    context["issues"]
        .as_array()
        .unwrap()
        .iter()
        .map(|case| case["fileref"].as_str().unwrap())
        .collect()
}

#[tokio::test]
async fn the_inbox_has_open_cases_without_a_paralegal() {
    let (app, _root) = with_front_end().await;
    let (coordinator, paralegal, lawyer) =
        (app.coordinator().await, app.paralegal().await, app.lawyer().await);
    let new = factories::case;
    let db = &app.db;
    let second = new().fileref("R0002").at(day(2)).lawyer(lawyer.id()).create(db).await;
    let first = new().fileref("R0001").at(day(1)).create(db).await;
    let third = new().fileref("R0003").at(day(3)).create(db).await;
    new().fileref("R0004").at(day(1)).paralegal(paralegal.id()).create(db).await;
    new().fileref("R0005").at(day(1)).closed("CHURNED").create(db).await;
    for (case, kind) in [
        (&first, "CONFLICT_CHECK_FAILURE"),
        (&first, "PARALEGAL"),
        (&second, "ELIGIBILITY_CHECK_SUCCESS"),
        (&second, "ELIGIBILITY_CHECK_FAILURE"),
        (&second, "CONFLICT_CHECK_SUCCESS"),
    ] {
        factories::note(case.id, kind).event(day(9)).create(db).await;
    }

    let page = coordinator.get("/clerk/cases/inbox/").await.expect(200);
    let found = context(&page, "REACT_CONTEXT");
    assert_eq!(filerefs(&found), ["R0001", "R0002", "R0003"]);
    let checks: Vec<_> = found["issues"]
        .as_array()
        .unwrap()
        .iter()
        .map(|case| {
            json!([case["is_conflict_check"], case["is_eligibility_check"], case["next_review"]])
        })
        .collect();
    assert_eq!(
        checks,
        [json!([true, false, null]), json!([true, true, null]), json!([false, false, null])]
    );
    let api = coordinator.get(&format!("/clerk/api/case/{}/", third.id)).await.expect(200).json();
    let mut issue = found["issues"][2].clone();
    for name in ["is_conflict_check", "is_eligibility_check"] {
        issue[name] = Value::Null;
    }
    assert_eq!(issue, api["issue"]);
}

#[tokio::test]
async fn reviews_come_in_their_order() {
    let (app, _root) = with_front_end().await;
    let coordinator = app.coordinator().await;
    let new = factories::case;
    let db = &app.db;
    let soon = new().fileref("R0001").at(day(5)).paralegal(coordinator.id()).create(db).await;
    let late = new().fileref("R0002").at(day(1)).create(db).await;
    new().fileref("R0003").at(day(1)).create(db).await;
    new().fileref("R0004").at(day(0)).create(db).await;
    let closed = new().fileref("R0005").closed("CHURNED").create(db).await;
    let melbourne_next_day: DateTime<Utc> = "2026-02-01T14:00:00Z".parse().unwrap();
    for (case, at) in
        [(&soon, day(1)), (&soon, melbourne_next_day), (&late, day(99)), (&closed, day(2))]
    {
        factories::note(case.id, "REVIEW").event(at).create(db).await;
    }
    let page = coordinator.get("/clerk/cases/review/").await.expect(200);
    let found = context(&page, "REACT_CONTEXT");
    assert_eq!(filerefs(&found), ["R0001", "R0002", "R0004", "R0003"]);
    let reviews: Vec<_> = (0..4).map(|at| &found["issues"][at]["next_review"]).collect();
    assert_eq!(reviews, [&json!("02/02/26"), &json!("10/04/26"), &Value::Null, &Value::Null]);
    assert_eq!(found["issues"][0]["is_conflict_check"], false);
}

#[tokio::test]
async fn without_a_front_end_they_are_plain() {
    let app = TestApp::start().await;
    let coordinator = app.coordinator().await;
    let page = coordinator.get("/clerk/cases/inbox/").await.expect(200);
    assert!(page.text().contains("There is none."));
    let client = factories::client("Zoë", "<b>Bold").create(&app.db).await;
    let case = factories::case().fileref("R0001").client(client).create(&app.db).await;
    factories::note(case.id, "CONFLICT_CHECK_SUCCESS").event(day(9)).create(&app.db).await;
    for path in ["/clerk/cases/inbox/", "/clerk/cases/review/"] {
        let page = coordinator.get(path).await.expect(200);
        for part in
            ["R0001", "Zoë &#60;b&#62;Bold", "Conflict", &format!("/clerk/cases/{}/", case.id)]
        {
            assert!(page.text().contains(part), "{part}");
        }
        assert!(!page.text().contains("<b>Bold"));
    }
}
