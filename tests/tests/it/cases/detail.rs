//! `GET /clerk/api/case/<uuid>/`: keys, types and values.

use std::{collections::BTreeSet, fs};

use clerk_tests::{TestApp, assert_json, factories};
use serde_json::{Value, json};

use crate::database::contract;

#[tokio::test]
async fn a_case_with_everybody() {
    let app = TestApp::builder().at("2026-06-01T00:00:00Z".parse().unwrap()).start().await;
    let coordinator = app.coordinator().await;
    let paralegal = app.paralegal().await;
    app.db
        .execute(
            "UPDATE auth_user SET first_name = 'mary-ann', last_name = 'O''NEIL', \
             date_joined = '2026-01-31T13:30:00Z', ms_account_created_at = '2026-05-31T23:50:00Z' \
             WHERE id = $1",
            &[&paralegal.id()],
        )
        .await;
    let landlord = factories::person(&app.db, "Lana Landlord").await;
    let worker = factories::person(&app.db, "Wim Worker").await;
    app.db
        .execute(
            "UPDATE core_person SET support_contact_preferences = 'COPY_ME_IN' WHERE id = $1",
            &[&worker],
        )
        .await;
    let tenancy = factories::tenancy(&app.db, Some(landlord), None).await;
    let case = factories::case().fileref("R0007").paralegal(paralegal.id()).tenancy(tenancy);
    let case = case
        .support_worker(worker)
        .answers(json!({"VCAT": ["CAV"], "ISSUE_START": "2026-01-02", "A": null, "RENT": 4.0}))
        .create(&app.db)
        .await;

    let reply = coordinator.get(&format!("/clerk/api/case/{}/", case.id)).await.expect(200);
    assert!(reply.text().contains(
        r#""answers":{"A":null,"RENT":4.0,"VCAT":["CAV"],"ISSUE_START":"2026-01-02"},"paralegal""#
    ));
    let json = reply.json();
    assert_json!("case", json);
    // Born on the 6th, in Melbourne; not yet thirty-seven.
    assert_eq!(json["issue"]["client"]["age"], 36);
    assert_eq!(json["tenancy"], json["issue"]["tenancy"]);
    assert_eq!(json["issue"]["client"]["url"], format!("/clerk/client/{}/", case.client));
    assert_eq!(json["issue"]["paralegal"]["is_ms_account_set_up"], false);

    app.ctx.clock.set("2026-06-01T00:05:01Z".parse().unwrap());
    let later = coordinator.get(&format!("/clerk/api/case/{}/", case.id)).await.json();
    assert_eq!(later["issue"]["paralegal"]["is_ms_account_set_up"], true);
}

#[tokio::test]
async fn values_that_no_list_knows_are_shown_as_they_are() {
    let app = TestApp::start().await;
    let coordinator = app.coordinator().await;
    let case = factories::case().topic("NEW_TOPIC").stage("NEW_STAGE").create(&app.db).await;
    app.db
        .execute(
            "UPDATE core_issue SET referrer_type = 'CARRIER_PIGEON', outcome = 'ODD', \
             employment_status = ARRAY['ASTRONAUT', NULL, '', 'STUDENT'] WHERE id = $1",
            &[&case.id],
        )
        .await;
    app.db
        .execute(
            "UPDATE core_client SET requires_interpreter = 'MORSE', \
             date_of_birth = '3000-01-01T00:00:00Z' WHERE id = $1",
            &[&case.client],
        )
        .await;
    let issue = &coordinator.get(&format!("/clerk/api/case/{}/", case.id)).await.expect(200).json()
        ["issue"];
    assert_eq!(issue["topic_display"], "NEW_TOPIC");
    assert_eq!(issue["stage_display"], "NEW_STAGE");
    assert_eq!(issue["outcome_display"], "ODD");
    assert_eq!(issue["referrer_type"]["display"], "CARRIER_PIGEON");
    assert_eq!(issue["employment_status"]["display"], "ASTRONAUT | Student");
    assert_eq!(issue["employment_status"]["value"], json!(["ASTRONAUT", "STUDENT"]));
    assert_eq!(issue["client"]["requires_interpreter"]["display"], "MORSE");
    for path in ["/clerk/api/case/".to_owned(), format!("/clerk/cases/{}/", case.id)] {
        coordinator.get(&path).await.expect(200);
    }
}

#[tokio::test]
async fn the_keys_of_the_original_in_their_order() {
    let app = TestApp::start().await;
    let paralegal = app.paralegal().await;
    let case = factories::case().paralegal(paralegal.id()).create(&app.db).await;
    let reply = paralegal.get(&format!("/clerk/api/case/{}/", case.id)).await.expect(200);
    let text = reply.text();
    let mut last = 0;
    for key in [
        "issue",
        "id",
        "topic",
        "topic_display",
        "stage_display",
        "stage",
        "outcome",
        "outcome_display",
        "outcome_notes",
        "provided_legal_services",
        "fileref",
        "answers",
        "paralegal",
        "case_capacity",
        "is_intern",
        "is_active",
        "is_superuser",
        "full_name",
        "groups",
        "is_admin_or_better",
        "is_admin",
        "is_ms_account_set_up",
        "lawyer",
        "client",
        "preferred_name",
        "date_of_birth",
        "centrelink_support",
        "age",
        "call_times",
        "tenancy",
        "postcode",
        "is_on_lease",
        "landlord",
        "agent",
        "employment_status",
        "annual_income_range",
        "weekly_rent",
        "referrer_type",
        "referrer",
        "support_worker",
        "is_open",
        "is_sharepoint_set_up",
        "actionstep_id",
        "submission_id",
        "is_conflict_check",
        "is_eligibility_check",
        "next_review",
        "notes",
    ] {
        let at = text[last..].find(&format!("\"{key}\":")).unwrap_or_else(|| panic!("{key}"));
        last += at;
    }
}

/// The required keys of a schema in the API document, together with those of what it builds on.
fn required(document: &str, schemas: &[&str]) -> BTreeSet<String> {
    let mut keys = BTreeSet::new();
    for schema in schemas {
        let mut lines =
            document.lines().skip_while(|line| *line != format!("    {schema}:")).skip(1);
        let mut is_list = false;
        for line in lines.by_ref().take_while(|line| line.starts_with("     ")) {
            match line.trim_start().strip_prefix("- ") {
                Some(key) if is_list => drop(keys.insert(key.to_owned())),
                _ => is_list = line.trim() == "required:",
            }
        }
    }
    assert!(keys.len() > 2, "{schemas:?}: {keys:?}");
    keys
}

#[tokio::test]
async fn the_api_document_is_kept() {
    let Some(document) = contract("openapi.yaml") else { return };
    let document = fs::read_to_string(document).unwrap();
    let app = TestApp::start().await;
    let coordinator = app.coordinator().await;
    let person = factories::person(&app.db, "Pia Person").await;
    let tenancy = factories::tenancy(&app.db, Some(person), Some(person)).await;
    let case = factories::case().tenancy(tenancy).paralegal(coordinator.id());
    let case = case.support_worker(person).create(&app.db).await;
    factories::note(case.id, "PARALEGAL").by(coordinator.id()).create(&app.db).await;
    let json = coordinator.get(&format!("/clerk/api/case/{}/", case.id)).await.expect(200).json();
    let issue = &json["issue"];
    for (schemas, value) in [
        (&["Issue", "IssueBase"][..], issue),
        (&["Client"], &issue["client"]),
        (&["Tenancy"], &json["tenancy"]),
        (&["Person", "PersonBase"], &json["tenancy"]["landlord"]),
        (&["User"], &issue["paralegal"]),
        (&["IssueNote"], &json["notes"][0]),
        (&["IssueNoteCreator"], &json["notes"][0]["creator"]),
        (&["TextChoiceField"], &issue["referrer_type"]),
        (&["TextChoiceListField"], &issue["employment_status"]),
    ] {
        let keys: BTreeSet<String> = value.as_object().unwrap().keys().cloned().collect();
        let missing: Vec<_> = required(&document, schemas).difference(&keys).cloned().collect();
        assert!(missing.is_empty(), "{schemas:?}: {missing:?}");
    }
    check_types(&json);
}

/// Values have the types that the API document gives them.
fn check_types(json: &Value) {
    let issue = &json["issue"];
    for key in ["id", "topic", "stage", "fileref", "outcome_notes", "referrer", "created_at", "url"]
    {
        assert!(issue[key].is_string(), "{key}");
    }
    for key in ["provided_legal_services", "is_open", "is_sharepoint_set_up"] {
        assert!(issue[key].is_boolean(), "{key}");
    }
    assert!(issue["client"]["id"].is_string());
    assert!(issue["paralegal"]["id"].is_i64());
    assert!(json["tenancy"]["id"].is_i64());
    assert!(json["notes"][0]["id"].is_i64());
}
