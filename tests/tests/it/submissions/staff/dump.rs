//! The original's own submissions, each of which has to be readable.

use clerk_tests::{TestApp, User};
use serde_json::Value;
use uuid::Uuid;

use crate::database::restored;

/// Checks that a value is null or passes.
fn optional(value: &Value, is_fine: impl Fn(&Value) -> bool) -> bool {
    value.is_null() || is_fine(value)
}

fn is_choice(value: &Value) -> bool {
    value["label"].is_string() && value["value"].is_string()
}

fn is_yes_no(value: &Value) -> bool {
    value["label"].is_string() && value["value"].is_boolean()
}

fn is_file(value: &Value) -> bool {
    value["name"].is_string() && value["url"].is_string()
}

fn is_list(value: &Value, is_fine: impl Fn(&Value) -> bool) -> bool {
    value.as_array().is_some_and(|items| items.iter().all(is_fine))
}

/// What the API document says of the arranged answers.
fn check(answers: &Value) {
    let client = &answers["client"];
    for key in ["first_name", "email", "date_of_birth", "gender", "primary_language"] {
        assert!(optional(&client[key], Value::is_string), "{key}: {client}");
    }
    for key in ["centrelink_support", "primary_language_non_english"] {
        assert!(optional(&client[key], is_yes_no), "{key}: {client}");
    }
    for key in ["eligibility_circumstances", "call_times", "special_circumstances"] {
        assert!(optional(&client[key], |value| is_list(value, is_choice)), "{key}: {client}");
    }
    assert!(optional(&client["number_of_dependents"], Value::is_i64), "{client}");
    let tenancy = &answers["tenancy"];
    for key in ["address", "suburb", "postcode", "start_date"] {
        assert!(optional(&tenancy[key], Value::is_string), "{key}: {tenancy}");
    }
    let is_person = |value: &Value| value.as_object().is_some_and(|value| value.len() == 5);
    assert!(optional(&tenancy["landlord"], is_person), "{tenancy}");
    assert!(optional(&tenancy["is_on_lease"], is_choice), "{tenancy}");
    let issue = &answers["issue"];
    assert!(optional(&issue["issues"], |value| is_list(value, is_choice)), "{issue}");
    assert!(optional(&issue["weekly_rent"], Value::is_i64), "{issue}");
    assert!(optional(&issue["support_worker"], is_person), "{issue}");
    let topics = answers["topic_specific"].as_object().into_iter().flatten();
    for (key, value) in topics.filter_map(|(_, topic)| topic.as_object()).flatten() {
        let is_fine = match value {
            Value::Null | Value::String(_) => true,
            Value::Number(number) => number.is_i64(),
            Value::Array(_) => {
                is_list(value, |item| item.is_string() || is_choice(item) || is_file(item))
            }
            other => is_choice(other) || is_yes_no(other),
        };
        assert!(is_fine, "{key}: {value}");
    }
}

#[tokio::test]
async fn every_submission_of_the_original_is_readable() {
    let Some(db) = restored().await else { return };
    let app = TestApp::builder().db(db).start().await;
    let email = "ref.coordinator@anikalegal.org.au";
    let id = app.db.value("SELECT id FROM auth_user WHERE email = $1", &[&email]).await;
    let coordinator = app.login_as(&User { id, email: email.to_owned() }).await;
    let rows = app
        .db
        .query(
            "SELECT id, answers ? 'EMAIL', to_char(created_at AT TIME ZONE 'Australia/Melbourne', \
             'YYYY-MM-DD\"T\"HH24:MI:SS') FROM core_submission WHERE is_processed ORDER BY id",
            &[],
        )
        .await;
    assert!(rows.len() > 1000);
    let mut seen = (0, 0);
    for row in rows {
        let id: Uuid = row.get(0);
        let path = format!("/clerk/api/submission/{id}/");
        let json = coordinator.get(&path).await.expect(200).json();
        assert!(json["created_at"].as_str().unwrap().starts_with(row.get::<_, &str>(2)));
        assert!(json["answers_raw"].as_object().unwrap().values().all(|answer| !answer.is_null()));
        assert_eq!(json["answers"].is_object(), row.get::<_, bool>(1));
        match json["answers"].is_object() {
            true => seen.0 += 1,
            false => seen.1 += 1,
        }
        check(&json["answers"]);
    }
    assert!(seen.0 > 1000, "{seen:?}");
}
