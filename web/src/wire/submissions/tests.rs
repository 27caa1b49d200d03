use serde_json::{Value, json, to_value};

use super::{SubmissionAnswers, tidy};

fn read(answers: &Value) -> Value {
    to_value(SubmissionAnswers::read(answers)).unwrap()
}

#[test]
fn old_forms_and_odd_values_have_no_arrangement() {
    for answers in [json!({"FIRST_NAME": "Old"}), json!([1]), json!("EMAIL"), json!(null), json!(3)]
    {
        assert_eq!(read(&answers), Value::Null, "{answers}");
    }
    let nothing = json!({"client": null, "tenancy": null, "issue": null, "topic_specific": null});
    assert_eq!(read(&json!({"EMAIL": null})), nothing);
    let bare = json!({"EMAIL": null, "ISSUES": ["BONDS", "HEALTH_CHECK", "NEW"]});
    assert_eq!(read(&bare)["topic_specific"], Value::Null);
    assert_eq!(read(&bare)["issue"]["issues"][2], json!({"label": "NEW", "value": "NEW"}));
}

#[test]
fn the_raw_answers_lose_what_is_null() {
    let raw = json!({"B": [null, {"d": null, "c": 1.0}], "A": null, "AA": []});
    assert_eq!(tidy(raw).to_string(), r#"{"AA":[],"B":[{"c":1.0}]}"#);
}

#[test]
fn what_does_not_fit_is_shown_as_it_is() {
    let answers = read(&json!({
        "EMAIL": ["a@x.org", "b@x.org"], "DOB": "long ago", "INTERPRETER": true,
        "NUMBER_OF_DEPENDENTS": "a few", "CENTRELINK_SUPPORT": "I don't know",
        "AVAILABILITY": {"a": 1}, "WEEKLY_RENT": "", "WEEKLY_RENT_MULTI": "450.50",
        "POSTCODE": 3065, "START_DATE": 20_260_102, "IS_ON_LEASE": "", "ISSUES": "BONDS",
        "BONDS_MOVE_OUT_DATE": "2026-1-2", "BONDS_CLAIM_REASONS": "Cleaning",
        "BONDS_DAMAGE_QUOTE_UPLOAD": [
            {"file": "/a/b.png"}, {"file": "javascript:alert(1)"}, {"file": "//evil.example/x"}, "x",
            null, {},
        ],
    }));
    let client = &answers["client"];
    assert_eq!(client["email"], "a@x.org, b@x.org");
    assert_eq!(client["date_of_birth"], "long ago");
    assert_eq!(client["requires_interpreter"], json!({"label": "Yes", "value": "Yes"}));
    assert_eq!(client["number_of_dependents"], "a few");
    assert_eq!(client["centrelink_support"], json!({"label": "I don't know", "value": true}));
    assert_eq!(client["call_times"][0]["label"], r#"{"a":1}"#);
    assert_eq!(answers["issue"]["weekly_rent"], 450);
    assert_eq!(answers["tenancy"]["postcode"], "3065");
    assert_eq!(answers["tenancy"]["start_date"], "20260102");
    assert_eq!(answers["tenancy"]["is_on_lease"], json!({"label": "", "value": ""}));
    let bonds = &answers["topic_specific"]["BONDS"];
    assert_eq!(bonds["move_out_date"], "02/01/2026");
    assert_eq!(bonds["claim_reasons"], json!(["Cleaning"]));
    assert_eq!(
        bonds["damage_quote"],
        json!([
            {"name": "b.png", "url": "/a/b.png"}, {"name": "javascript:alert(1)", "url": null},
            {"name": "x", "url": null}, {"name": null, "url": null},
        ])
    );
}
