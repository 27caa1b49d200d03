//! `PATCH` and `PUT /clerk/api/case/<uuid>/`.

use clerk_tests::{TestApp, factories, factories::Case, jobs};
use serde_json::{Value, json};
use uuid::Uuid;

use super::{assert_wrong, count, everybody, wrong};

fn url(case: Uuid) -> String {
    format!("/clerk/api/case/{case}/")
}

/// What is sent for a field, and what is then read where.
fn changes(person: i32, other: &Case) -> Vec<(&'static str, Value, &'static str, Value)> {
    vec![
        ("topic", json!("OTHER"), "/topic", json!("OTHER")),
        ("stage", json!("ADVICE"), "/stage", json!("ADVICE")),
        ("outcome", json!("UNKNOWN"), "/outcome", json!("UNKNOWN")),
        ("outcome", json!(null), "/outcome", json!(null)),
        ("outcome_notes", json!("Well"), "/outcome_notes", json!("Well")),
        ("outcome_notes", json!(""), "/outcome_notes", json!("")),
        ("provided_legal_services", json!(true), "/provided_legal_services", json!(true)),
        ("weekly_rent", json!("460"), "/weekly_rent", json!(460)),
        ("weekly_rent", json!(""), "/weekly_rent", json!(null)),
        ("weekly_rent", json!(470), "/weekly_rent", json!(470)),
        ("weekly_rent", json!(null), "/weekly_rent", json!(null)),
        ("employment_status", json!([]), "/employment_status/value", json!([])),
        (
            "employment_status",
            json!(["PARENT"]),
            "/employment_status/display",
            json!("Full time parent"),
        ),
        ("annual_income_range", json!(null), "/annual_income_range/value", json!("")),
        (
            "annual_income_range",
            json!("OVER_155K"),
            "/annual_income_range/value",
            json!("OVER_155K"),
        ),
        ("annual_income_range", json!(""), "/annual_income_range/value", json!("")),
        ("referrer_type", json!(""), "/referrer_type/value", json!("")),
        ("referrer_type", json!("POSTER"), "/referrer_type/value", json!("POSTER")),
        ("referrer_type", json!(null), "/referrer_type/value", json!("")),
        ("referrer", json!(" Aunt "), "/referrer", json!("Aunt")),
        ("support_worker_id", json!(person), "/support_worker/id", json!(person)),
        ("support_worker_id", json!(null), "/support_worker", json!(null)),
        ("is_open", json!(false), "/is_open", json!(false)),
        ("fileref", json!("X9"), "/fileref", json!("X9")),
        ("fileref", json!(""), "/fileref", json!("O0001")),
        ("client_id", json!(other.client), "/client/id", json!(other.client)),
        ("tenancy_id", json!(other.tenancy), "/tenancy/id", json!(other.tenancy)),
        ("actionstep_id", json!(7), "/actionstep_id", json!(7)),
    ]
}

#[tokio::test]
async fn each_field_changes_and_the_others_stay() {
    let app = TestApp::builder().at("2026-06-01T03:00:00Z".parse().unwrap()).start().await;
    let coordinator = app.coordinator().await;
    let case = factories::case().create(&app.db).await;
    let other = factories::case().create(&app.db).await;
    let person = factories::person(&app.db, "Pia Person").await;
    let url = url(case.id);
    let mut before = coordinator.get(&url).await.json()["issue"].clone();
    for (key, sent, path, expected) in changes(person, &other) {
        let after = coordinator.patch(&url, json!({ key: sent })).await.expect(200).json();
        assert_eq!(after.pointer(path), Some(&expected), "{key} {sent}");
        let name = key.trim_end_matches("_id");
        for (field, value) in before.as_object().unwrap() {
            if !field.starts_with(name) && field != key {
                assert_eq!(&after[field], value, "{field} after {key}");
            }
        }
        before = after;
    }
    let modified: bool = app
        .db
        .value(
            "SELECT modified_at = '2026-06-01T03:00:00Z' AND created_at < modified_at \
             FROM core_issue WHERE id = $1",
            &[&case.id],
        )
        .await;
    assert!(modified);
    let same: bool = app
        .db
        .value("SELECT modified_at = created_at FROM core_issue WHERE id = $1", &[&other.id])
        .await;
    assert!(same);
}

#[tokio::test]
async fn what_only_clerk_decides_is_ignored() {
    let app = TestApp::start().await;
    let coordinator = app.coordinator().await;
    let case = factories::case().create(&app.db).await;
    let before = coordinator.get(&url(case.id)).await.json()["issue"].clone();
    let mut whole = json!({
        "id": Uuid::new_v4(), "url": "/x/", "created_at": "01/01/01", "answers": {"A": 1},
        "is_sharepoint_set_up": false, "submission_id": Uuid::new_v4(), "stage_display": "x",
        "paralegal": null, "unheard_of": 1,
    });
    whole["client"] = json!({"first_name": "Other"});
    whole["tenancy"] = json!({"address": "Elsewhere"});
    let after = coordinator.patch(&url(case.id), whole).await.expect(200).json();
    assert_eq!(after, before);
    assert_eq!(count(&app.db, "clerk.job").await, 0);
    assert_eq!(count(&app.db, "core_issueevent").await, 0);
}

/// What is wrong whoever works here: body, code and field.
fn wrong_changes() -> Vec<(Value, &'static str, &'static str)> {
    vec![
        (json!({"topic": "NOPE"}), "invalid_choice", "topic"),
        (json!({"topic": null}), "null", "topic"),
        (json!({"stage": ""}), "invalid_choice", "stage"),
        (json!({"outcome": "NOPE"}), "invalid_choice", "outcome"),
        (json!({"is_open": "maybe"}), "invalid", "is_open"),
        (json!({"provided_legal_services": null}), "null", "provided_legal_services"),
        (json!({"weekly_rent": "4.5"}), "invalid", "weekly_rent"),
        (json!({"weekly_rent": 99_999_999_999_u64}), "max_value", "weekly_rent"),
        (json!({"employment_status": "STUDENT"}), "not_a_list", "employment_status"),
        (json!({"employment_status": ["NOPE"]}), "invalid_choice", "employment_status.0"),
        (json!({"annual_income_range": "NOPE"}), "invalid_choice", "annual_income_range"),
        (json!({"referrer_type": "NOPE"}), "invalid_choice", "referrer_type"),
        (json!({"referrer": "x".repeat(65)}), "max_length", "referrer"),
        (json!({"referrer": "\0"}), "null_characters_not_allowed", "referrer"),
        (json!({"fileref": "R00000001"}), "max_length", "fileref"),
        (json!({"fileref": "R0002"}), "unique", "fileref"),
        (json!({"support_worker_id": 999_999}), "does_not_exist", "support_worker_id"),
        (json!({"support_worker_id": "x"}), "incorrect_type", "support_worker_id"),
        (json!({"client_id": Uuid::new_v4()}), "does_not_exist", "client_id"),
        (json!({"client_id": "x"}), "invalid", "client_id"),
        (json!({"tenancy_id": 999_999}), "does_not_exist", "tenancy_id"),
    ]
}

#[tokio::test]
async fn what_is_wrong_is_told_and_nothing_is_changed() {
    let app = TestApp::start().await;
    let coordinator = app.coordinator().await;
    let (paralegal, lawyer) = (app.paralegal().await, app.lawyer().await);
    let fresh = app.paralegal().await;
    let set = "UPDATE auth_user SET ms_account_created_at = $2 WHERE id = $1";
    let ago = chrono::TimeDelta::minutes(14);
    app.db.execute(set, &[&fresh.id(), &Some(app.ctx.clock.now() - ago)]).await;
    let without = app.paralegal().await;
    app.db.execute(set, &[&without.id(), &None::<chrono::DateTime<chrono::Utc>>]).await;
    let case = factories::case().fileref("R0001").create(&app.db).await;
    factories::case().fileref("R0002").create(&app.db).await;
    let before = coordinator.get(&url(case.id)).await.json();
    for (body, code, attr) in wrong_changes().into_iter().chain([
        (json!({"lawyer_id": paralegal.id()}), "does_not_exist", "lawyer_id"),
        (
            json!({"paralegal_id": lawyer.id(), "lawyer_id": lawyer.id()}),
            "does_not_exist",
            "paralegal_id",
        ),
        (
            json!({"paralegal_id": fresh.id(), "lawyer_id": lawyer.id()}),
            "does_not_exist",
            "paralegal_id",
        ),
        (
            json!({"paralegal_id": without.id(), "lawyer_id": lawyer.id()}),
            "does_not_exist",
            "paralegal_id",
        ),
        (
            json!({"paralegal_id": 99_999_999_999_u64, "lawyer_id": lawyer.id()}),
            "does_not_exist",
            "paralegal_id",
        ),
        (json!({"paralegal_id": paralegal.id()}), "invalid", "lawyer_id"),
        (json!({"paralegal_id": paralegal.id(), "lawyer_id": null}), "invalid", "lawyer_id"),
    ]) {
        assert_wrong(&coordinator.patch(&url(case.id), body).await, code, attr);
    }
    let both = json!({"paralegal_id": lawyer.id(), "lawyer_id": paralegal.id(), "stage": "ADVICE"});
    let both = wrong(&coordinator.patch(&url(case.id), both).await);
    assert_eq!(
        both.iter().map(|error| error.1.as_str()).collect::<Vec<_>>(),
        ["paralegal_id", "lawyer_id"]
    );
    assert_eq!(coordinator.get(&url(case.id)).await.json(), before);
    assert_eq!(count(&app.db, "clerk.job").await, 0);
    assert_eq!(count(&app.db, "core_issuenote").await, 0);
    // Fifteen minutes are enough.
    let ago = chrono::TimeDelta::minutes(15);
    app.db.execute(set, &[&fresh.id(), &Some(app.ctx.clock.now() - ago)]).await;
    let assign = json!({"paralegal_id": fresh.id(), "lawyer_id": lawyer.id()});
    coordinator.patch(&url(case.id), assign).await.expect(200);
}

#[tokio::test]
async fn a_put_needs_the_topic_and_changes_what_it_names() {
    let app = TestApp::start().await;
    let coordinator = app.coordinator().await;
    let case = factories::case().create(&app.db).await;
    assert_wrong(&coordinator.put(&url(case.id), json!({})).await, "required", "topic");
    let body = json!({"topic": "BONDS", "stage": "ADVICE"});
    let json = coordinator.put(&url(case.id), body).await.expect(200).json();
    assert_eq!((&json["topic"], &json["stage"]), (&json!("BONDS"), &json!("ADVICE")));
    assert_eq!(json["weekly_rent"], 450);
    assert_eq!(coordinator.delete(&url(case.id)).await.status, 405);
}

#[tokio::test]
async fn who_may_change_what() {
    let app = TestApp::start().await;
    let case = factories::case().fileref("R0001").create(&app.db).await;
    let other = factories::case().create(&app.db).await;
    for (name, actor, may_see) in everybody(&app, &case).await {
        let status = if may_see { 200 } else { 403 };
        // The body does not matter to those who may not see the case.
        let change =
            if may_see { json!({"outcome_notes": name}) } else { json!({"stage": "NOPE"}) };
        let reply = actor.patch(&url(case.id), change).await;
        assert_eq!(reply.status, status, "{name}");
        let same = json!({"topic": "REPAIRS", "fileref": "R0001", "client_id": case.client,
                          "tenancy_id": case.tenancy});
        assert_eq!(actor.put(&url(case.id), same).await.status, status, "{name}");
        let is_better = ["coordinator", "admin", "superuser"].contains(&name);
        let status = if is_better { 200 } else { 403 };
        for change in [
            json!({"topic": "BONDS"}),
            json!({"fileref": "R0009"}),
            json!({"client_id": other.client}),
            json!({"tenancy_id": other.tenancy}),
        ] {
            let reply = actor.patch(&url(case.id), change.clone()).await;
            assert_eq!(reply.status, status, "{name} {change}");
            let back = json!({"topic": "REPAIRS", "fileref": "R0001", "client_id": case.client,
                              "tenancy_id": case.tenancy});
            if is_better {
                actor.patch(&url(case.id), back).await.expect(200);
            }
        }
    }
    let coordinator = app.coordinator().await;
    for path in [url(Uuid::new_v4()), "/clerk/api/case/x/".to_owned()] {
        assert_eq!(coordinator.patch(&path, json!({"stage": "NOPE"})).await.status, 404, "{path}");
        assert_eq!(app.no_role().await.patch(&path, json!({})).await.status, 403, "{path}");
    }
}

#[tokio::test]
async fn a_case_with_unfinished_business_stays_open() {
    let app = TestApp::start().await;
    let coordinator = app.coordinator().await;
    let case = factories::case().create(&app.db).await;
    let close = json!({"is_open": false, "stage": "CLOSED", "outcome": "UNKNOWN",
                       "provided_legal_services": true, "outcome_notes": ""});
    let service = factories::service(&app.db, case.id, "ONGOING", "LEGAL_SUPPORT").await;

    let reply = coordinator.patch(&url(case.id), close.clone()).await;
    assert_wrong(&reply, "invalid", "non_field_errors");
    // Another stage, or closing without the stage, asks for nothing.
    coordinator.patch(&url(case.id), json!({"stage": "ADVICE"})).await.expect(200);
    app.db.execute("UPDATE core_service SET finished_at = now() WHERE id = $1", &[&service]).await;
    let date = factories::date(case.id, "OTHER", "2026-06-01").create(&app.db).await;

    let reply = coordinator.patch(&url(case.id), close.clone()).await;
    assert_wrong(&reply, "invalid", "non_field_errors");
    app.db.execute("UPDATE core_issuedate SET is_reviewed = true WHERE id = $1", &[&date]).await;
    let closed = coordinator.patch(&url(case.id), close.clone()).await.expect(200).json();
    assert_eq!(closed["is_open"], false);
    assert_eq!(closed["outcome_display"], "Unknown");
    let open = json!({"is_open": true, "stage": "ADVICE"});
    assert_eq!(coordinator.patch(&url(case.id), open).await.expect(200).json()["is_open"], true);
    // What was deleted, and what others left undone, does not matter.
    app.db
        .execute(
            "UPDATE core_service SET finished_at = NULL, is_deleted = true WHERE id = $1",
            &[&service],
        )
        .await;
    let other = factories::case().create(&app.db).await;
    app.db
        .execute(
            "UPDATE core_issuedate SET is_reviewed = false, issue_id = $2 WHERE id = $1",
            &[&date, &other.id],
        )
        .await;
    coordinator.patch(&url(case.id), close).await.expect(200);
}

#[tokio::test]
async fn changes_at_once_lose_nothing() {
    let app = TestApp::start().await;
    let coordinator = app.coordinator().await;
    let case = factories::case().create(&app.db).await;
    let url = url(case.id);
    let stages = ["ADVICE", "FORMAL_LETTER", "NEGOTIATIONS", "VCAT_CAV"];
    let fields: [(&str, Value); 4] = [
        ("referrer", json!("Aunt")),
        ("outcome_notes", json!("Well")),
        ("weekly_rent", json!(1)),
        ("provided_legal_services", json!(true)),
    ];
    let bodies = stages.iter().zip(&fields).map(|(stage, (name, value))| {
        coordinator.patch(&url, json!({"stage": stage, *name: value}))
    });
    for reply in futures_util::future::join_all(bodies).await {
        reply.expect(200);
    }
    let json = coordinator.get(&url).await.json();
    for (name, value) in &fields {
        assert_eq!(&json["issue"][*name], value, "{name}");
    }
    // The events make a chain: each begins where the one before it ended.
    let rows =
        app.db.query("SELECT prev_stage, next_stage FROM core_issueevent ORDER BY id", &[]).await;
    assert_eq!(rows.len(), 4);
    let mut stage = "UNSTARTED".to_owned();
    for row in rows {
        assert_eq!(row.get::<_, String>(0), stage);
        stage = row.get(1);
    }
    assert_eq!(json["issue"]["stage"], stage);
    assert_eq!(jobs::pending(&app.db).await.len(), 4);
}

/// Old rows hold values that no list has. They are shown as they are, and a change of something else
/// leaves them alone.
#[tokio::test]
async fn a_value_that_no_list_has_is_kept() {
    let app = TestApp::start().await;
    let coordinator = app.coordinator().await;
    let case = factories::case().create(&app.db).await;
    let sql = "UPDATE core_issue SET topic = 'PETS', stage = 'LIMBO', outcome = 'DRAW'";
    app.db.execute(sql, &[]).await;
    let shown = |issue: &Value| {
        let names =
            ["topic", "topic_display", "stage", "stage_display", "outcome", "outcome_display"];
        names.map(|name| issue[name].as_str().unwrap().to_owned())
    };
    let expected = ["PETS", "PETS", "LIMBO", "LIMBO", "DRAW", "DRAW"];
    let before = coordinator.get(&url(case.id)).await.expect(200).json();
    assert_eq!(shown(&before["issue"]), expected);
    let body = json!({"referrer": "Aunt"});
    let after = coordinator.patch(&url(case.id), body).await.expect(200).json();
    assert_eq!(shown(&after), expected);
    let rows = app.db.query("SELECT topic, stage, outcome FROM core_issue", &[]).await;
    let stored: [String; 3] = [0, 1, 2].map(|column| rows[0].get(column));
    assert_eq!(stored, ["PETS", "LIMBO", "DRAW"]);
    assert_eq!(count(&app.db, "core_issueevent").await, 0);
    // Nobody can choose it anew.
    let reply = coordinator.patch(&url(case.id), json!({"stage": "LIMBO"})).await;
    assert_wrong(&reply, "invalid_choice", "stage");
}
