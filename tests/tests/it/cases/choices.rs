//! The lists to choose from, as far as other sources say what they must hold.

use std::fs;

use clerk_domain::vocabulary::{
    Choices,
    cases::{EMPLOYMENT_TYPE, REFERRER_TYPE, Stage, Topic},
    clients::{
        ABORIGINAL_OR_TORRES_STRAIT_ISLANDER, CALL_TIME, ELIGIBILITY_CIRCUMSTANCE,
        REQUIRES_INTERPRETER,
    },
    tenancies::{LEASE_TYPE, RENTAL_TYPE},
};
use clerk_tests::{TestApp, factories};
use serde_json::{Value, json};

use crate::database::contract;

#[test]
fn every_answer_of_the_intake_form_has_a_label() {
    let Some(questions) = contract("intake-questions.json") else { return };
    let questions: Vec<Value> = serde_json::from_slice(&fs::read(questions).unwrap()).unwrap();
    let lists: [(&str, Choices); 8] = [
        ("AVAILABILITY", CALL_TIME),
        ("ELIGIBILITY_CIRCUMSTANCES", ELIGIBILITY_CIRCUMSTANCE),
        ("RENTAL_CIRCUMSTANCES", RENTAL_TYPE),
        ("IS_ON_LEASE", LEASE_TYPE),
        ("IS_ABORIGINAL_OR_TORRES_STRAIT_ISLANDER", ABORIGINAL_OR_TORRES_STRAIT_ISLANDER),
        ("INTERPRETER", REQUIRES_INTERPRETER),
        ("WORK_OR_STUDY_CIRCUMSTANCES", EMPLOYMENT_TYPE),
        ("REFERRER_TYPE", REFERRER_TYPE),
    ];
    for (name, list) in lists {
        let question = questions.iter().find(|question| question["name"] == name).expect(name);
        let values = question["choices"].as_array().expect(name);
        let values = values.iter().filter_map(|value| value["value"].as_str());
        for value in values {
            assert!(list.contains(value), "{name}: {value}");
        }
    }
}

#[tokio::test]
async fn the_front_end_gets_whole_lists() {
    let app = TestApp::start().await;
    let coordinator = app.coordinator().await;
    let case = factories::case().paralegal(coordinator.id()).create(&app.db).await;
    let json = coordinator.get(&format!("/clerk/api/case/{}/", case.id)).await.expect(200).json();
    let issue = &json["issue"];
    let count = |value: &Value| value["choices"].as_array().unwrap().len();
    for (value, expected) in [
        (&issue["employment_status"], 13),
        (&issue["annual_income_range"], 7),
        (&issue["referrer_type"], 11),
        (&issue["client"]["call_times"], 4),
        (&issue["client"]["eligibility_circumstances"], 12),
        (&issue["client"]["is_aboriginal_or_torres_strait_islander"], 7),
        (&issue["client"]["requires_interpreter"], 6),
        // Three and a blank.
        (&issue["client"]["contact_restriction"], 4),
        (&issue["tenancy"]["is_on_lease"], 3),
        (&issue["tenancy"]["rental_circumstances"], 5),
    ] {
        assert_eq!(count(value), expected, "{value}");
    }
    let groups: Vec<String> = app
        .db
        .query("SELECT name FROM auth_group ORDER BY id", &[])
        .await
        .iter()
        .map(|row| row.get(0))
        .collect();
    let pairs: Vec<Value> = groups.iter().map(|name| json!([name, name])).collect();
    assert_eq!(issue["paralegal"]["groups"]["choices"], Value::Array(pairs));
    assert_eq!((Topic::CHOICES.0.len(), Stage::CHOICES.0.len()), (7, 8));
}
