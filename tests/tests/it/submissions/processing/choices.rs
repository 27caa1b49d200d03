//! Answers that the columns cannot hold, and that the original stored and then fell over.

use clerk_tests::{TestDb, answers};
use serde_json::{Value, json};

use super::*;

/// The columns of a case, its client and its tenancy, in one object.
async fn all(db: &TestDb, case: Uuid) -> Value {
    db.value(
        "SELECT to_jsonb(t) || to_jsonb(c) || to_jsonb(i) FROM core_issue i
         JOIN core_client c ON c.id = client_id JOIN core_tenancy t ON t.id = tenancy_id
         WHERE i.id = $1",
        &[&case],
    )
    .await
}

#[tokio::test]
async fn unknown_values_become_the_empty_value_and_stay_in_the_submission() {
    let World { db, ctx, .. } = &world().await;
    let changes = json!({
        "REFERRER_TYPE": "NOT_A_CHOICE", "ANNUAL_INCOME_RANGE": "UNDER_90K",
        "IS_ON_LEASE": "MAYBE", "RENTAL_CIRCUMSTANCES": ["SOLO"], "INTERPRETER": "YES_WRITTEN_AND_SPOKEN",
        "IS_ABORIGINAL_OR_TORRES_STRAIT_ISLANDER": true, "AVAILABILITY": ["NIGHT", "SUNDAY", 3, null],
        "ELIGIBILITY_CIRCUMSTANCES": "VISA", "WORK_OR_STUDY_CIRCUMSTANCES": ["STUDENT", "STUDENT", "?"],
        "SUPPORT_WORKER_NAME": "x", "SUPPORT_WORKER_CONTACT_PREFERENCE": "SHOUT",
    });
    let raw = answers::with(answers::repairs("a@example.org", &[]), changes);
    let case = case(ctx, raw.clone()).await;

    let row = all(db, case).await;
    for (column, expected) in [
        ("referrer_type", json!("")),
        ("annual_income_range", json!("")),
        ("is_on_lease", json!("")),
        ("rental_circumstances", json!("")),
        ("requires_interpreter", json!("UNKNOWN")),
        ("is_aboriginal_or_torres_strait_islander", json!("")),
        ("call_times", json!(["SUNDAY"])),
        ("eligibility_circumstances", json!(["VISA"])),
        ("employment_status", json!(["STUDENT"])),
    ] {
        assert_eq!(row[column], expected, "{column}");
    }
    let preference: String = db
        .value("SELECT support_contact_preferences FROM core_person WHERE full_name = 'X'", &[])
        .await;
    assert_eq!(preference, "");
    assert_eq!(db.value::<Value>("SELECT answers FROM core_submission", &[]).await, raw);
}

#[tokio::test]
async fn values_of_the_wrong_shape_do_not_cost_the_client_their_case() {
    let World { db, ctx, .. } = &world().await;
    let long = "é".repeat(5000);
    let changes = json!({
        "PHONE": null, "PREFERRED_NAME": {"a": 1}, "GENDER": long, "DOB": "4/7/1991",
        "START_DATE": null, "NUMBER_OF_DEPENDENTS": "three", "WEEKLY_RENT": "$1,250.50",
        "POSTCODE": "Brunswick 3056", "SUBURB": null, "FIRST_LANGUAGE": long, "CAN_SPEAK_NON_ENGLISH": null,
        "ELIGIBILITY_NOTES": long, "LEGAL_CENTRE_REFERRER": long, "AGENT_EMAIL": long, "AGENT_PHONE": long,
        "AGENT_ADDRESS": long, "AGENT_NAME": long, "LANDLORD_NAME": 12, "FIRST_NAME": long,
        "ADDRESS": format!("  {long}"), "CENTRELINK_SUPPORT": "yes",
    });
    let case = case(ctx, answers::with(answers::repairs("a@example.org", &[]), changes)).await;

    let row = all(db, case).await;
    for (column, expected) in [
        ("phone_number", json!("")),
        ("preferred_name", json!(null)),
        ("date_of_birth", json!(null)),
        ("started", json!(null)),
        ("number_of_dependents", json!(null)),
        ("weekly_rent", json!(1250)),
        ("postcode", json!(null)),
        ("suburb", json!(null)),
        ("primary_language_non_english", json!(false)),
        ("centrelink_support", json!(true)),
        ("gender", json!("é".repeat(64))),
        ("primary_language", json!("é".repeat(32))),
        ("eligibility_notes", json!("é".repeat(1024))),
        ("referrer", json!("é".repeat(64))),
        ("first_name", json!("é".repeat(150))),
        ("address", json!("é".repeat(256))),
    ] {
        assert_eq!(row[column], expected, "{column}");
    }
    let people: i64 = db
        .value("SELECT count(*) FROM core_person WHERE email = '' AND length(full_name) > 1", &[])
        .await;
    assert_eq!(people, 2);
}

#[tokio::test]
async fn numbers_may_be_text_and_text_may_be_numbers() {
    let World { db, ctx, .. } = &world().await;
    let changes = json!({
        "POSTCODE": "3000", "NUMBER_OF_DEPENDENTS": "0", "WEEKLY_RENT": "450", "PHONE": 491_570_156,
        "ADDRESS": 12,
    });
    let case = case(ctx, answers::with(answers::repairs("a@example.org", &[]), changes)).await;
    let row = all(db, case).await;
    assert_eq!(
        json!([
            row["postcode"],
            row["number_of_dependents"],
            row["weekly_rent"],
            row["phone_number"],
            row["address"]
        ]),
        json!(["3000", 0, 450, "491570156", "12"]),
    );
}

#[tokio::test]
async fn what_is_no_upload_is_ignored() {
    let World { db, ctx, .. } = &world().await;
    let (mine, other) = (upload(db).await, upload(db).await);
    let first = case(ctx, answers::repairs("a@example.org", &[other])).await;
    let photos = json!([
        {"type": "client_error", "errors": [{"code": "error", "detail": "no", "attr": null}]},
        {"id": "not an id"}, {"id": 5}, {"id": Uuid::new_v4()}, "text", null, {"id": other}, {"id": mine},
    ]);
    let changes = json!({"REPAIRS_ISSUE_PHOTO": photos});
    let second = case(ctx, answers::with(answers::repairs("b@example.org", &[]), changes)).await;
    assert_eq!(owner(db, mine).await, Some(second));
    assert_eq!(owner(db, other).await, Some(first), "an upload of another case was taken");
}
