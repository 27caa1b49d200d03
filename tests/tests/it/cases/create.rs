//! `POST /clerk/api/case/`.

use clerk_tests::{TestApp, assert_json, factories, jobs};
use serde_json::{Value, json};
use uuid::Uuid;

use super::{assert_wrong, count, wrong};

const URL: &str = "/clerk/api/case/";

fn client() -> Value {
    json!({"first_name": "Ada", "last_name": "Lovelace", "email": "ada@example.com"})
}

fn tenancy() -> Value {
    json!({"address": "1 Loom Lane", "suburb": "Fitzroy", "postcode": "3065"})
}

fn body() -> Value {
    json!({"topic": "REPAIRS", "client": client(), "tenancy": tenancy()})
}

/// The body with a field replaced, at a dotted path.
fn with(path: &str, value: Value) -> Value {
    let mut body = body();
    match path.split_once('.') {
        Some((outer, inner)) => body[outer][inner] = value,
        None => body[path] = value,
    }
    body
}

#[tokio::test]
async fn a_new_client_in_a_new_place() {
    let app = TestApp::builder().at("2026-06-01T03:00:00Z".parse().unwrap()).start().await;
    let coordinator = app.coordinator().await;
    let json = coordinator.post(URL, body()).await.expect(201).json();
    let id: Uuid = json["id"].as_str().unwrap().parse().unwrap();
    assert_json!("case_created", json);
    assert_eq!(json["url"], format!("/clerk/cases/{id}/"));
    // The same from the detail, without a note.
    let detail = coordinator.get(&format!("{URL}{id}/")).await.expect(200).json();
    assert_eq!(detail["issue"], json);
    assert_eq!(detail["notes"], json!([]));
    let sent: bool = app
        .db
        .value(
            "SELECT is_alert_sent AND is_welcome_email_sent AND NOT is_sharepoint_set_up \
             AND NOT is_case_sent AND created_at = '2026-06-01T03:00:00Z' FROM core_issue",
            &[],
        )
        .await;
    assert!(sent);
    let job = json!({"job": "set_up_case_folder", "case": id});
    assert_eq!(jobs::pending(&app.db).await, [("files".to_owned(), job)]);
}

#[tokio::test]
async fn everything_that_may_be_said_at_once() {
    let app = TestApp::start().await;
    let (coordinator, paralegal, lawyer) =
        (app.coordinator().await, app.paralegal().await, app.lawyer().await);
    let person = factories::person(&app.db, "Pia Person").await;
    let client = json!({
        "first_name": "Ada", "last_name": "Lovelace", "email": "ada@example.com",
        "preferred_name": "Countess", "date_of_birth": "10/12/1990", "phone_number": "0400 000 000",
        "gender": "FEMALE", "pronouns": "she/her", "centrelink_support": true, "notes": "n",
        "eligibility_notes": "e", "requires_interpreter": "NO", "primary_language": "English",
        "primary_language_non_english": false, "number_of_dependents": "2",
        "is_aboriginal_or_torres_strait_islander": "NO", "eligibility_circumstances": ["HOUSING"],
        "contact_restriction": "DO_NOT_CONTACT", "contact_notes": "c", "call_times": ["SUNDAY"],
    });
    let tenancy = json!({
        "address": "1 Loom Lane", "suburb": null, "postcode": "", "started": "01/02/2019",
        "is_on_lease": "YES", "rental_circumstances": "SOLO", "landlord_id": person,
        "agent_id": person,
    });
    let body = json!({
        "topic": "BONDS", "client": client, "tenancy": tenancy, "stage": "ADVICE",
        "outcome": "UNKNOWN", "outcome_notes": "o", "provided_legal_services": true,
        "paralegal_id": paralegal.id(), "lawyer_id": lawyer.id(), "support_worker_id": person,
        "employment_status": ["STUDENT"], "annual_income_range": "UNDER_40K", "referrer": "r",
        "referrer_type": "RADIO", "weekly_rent": "450",
    });
    let json = coordinator.post(URL, body).await.expect(201).json();
    assert_eq!(json["fileref"], "B0001");
    assert_eq!(json["stage"], "ADVICE");
    assert_eq!(json["weekly_rent"], 450);
    assert_eq!(json["paralegal"]["id"], paralegal.id());
    assert_eq!(json["support_worker"]["id"], person);
    assert_eq!(json["referrer_type"]["value"], "RADIO");
    let client = &json["client"];
    assert_eq!(client["date_of_birth"], "10/12/1990");
    assert_eq!(client["number_of_dependents"], 2);
    assert_eq!(client["call_times"]["value"], json!(["SUNDAY"]));
    assert_eq!(client["contact_restriction"]["value"], "DO_NOT_CONTACT");
    assert_eq!(client["preferred_name"], "Countess");
    let tenancy = &json["tenancy"];
    assert_eq!(tenancy["started"], "01/02/2019");
    assert!(tenancy["suburb"].is_null() && tenancy["postcode"].is_null());
    assert_eq!(tenancy["landlord"]["id"], person);
    // Who works on it hears of it, as if they had been assigned later.
    assert_eq!(count(&app.db, "core_issueevent").await, 3);
}

#[tokio::test]
async fn a_known_client_in_a_known_place() {
    let app = TestApp::start().await;
    let coordinator = app.coordinator().await;
    let case = factories::case().fileref("R0041").create(&app.db).await;
    let known = json!({"topic": "REPAIRS", "client_id": case.client, "tenancy_id": case.tenancy});
    let json = coordinator.post(URL, known).await.expect(201).json();
    assert_eq!(json["fileref"], "R0042");
    assert_eq!(json["client"]["id"], case.client.to_string());
    assert_eq!(json["tenancy"]["id"], case.tenancy);
    // Something new wins over a key.
    let both = json!({"topic": "REPAIRS", "client_id": case.client, "client": client(),
                      "tenancy_id": case.tenancy, "tenancy": tenancy()});
    let json = coordinator.post(URL, both).await.expect(201).json();
    assert_eq!(json["client"]["email"], "ada@example.com");
    assert_ne!(json["tenancy"]["id"], case.tenancy);
}

#[tokio::test]
async fn what_is_wrong_is_told_and_nothing_is_made() {
    let app = TestApp::start().await;
    let coordinator = app.coordinator().await;
    let long = "x".repeat(300);
    for (path, value, code, attr) in [
        ("topic", json!("OTHER"), "invalid_choice", "topic"),
        ("topic", json!("NOPE"), "invalid_choice", "topic"),
        ("topic", json!(null), "null", "topic"),
        ("client", json!(null), "null", "client"),
        ("client", json!("Ada"), "invalid", "client"),
        ("client.first_name", json!(""), "blank", "client.first_name"),
        ("client.last_name", json!(long), "max_length", "client.last_name"),
        ("client.last_name", json!("a\0"), "null_characters_not_allowed", "client.last_name"),
        ("client.email", json!("ada"), "invalid", "client.email"),
        ("client.call_times", json!(["NOON"]), "invalid_choice", "client.call_times.0"),
        ("client.date_of_birth", json!("1990"), "invalid", "client.date_of_birth"),
        (
            "client.requires_interpreter",
            json!("?"),
            "invalid_choice",
            "client.requires_interpreter",
        ),
        ("tenancy", json!([]), "invalid", "tenancy"),
        ("tenancy.address", json!(long), "max_length", "tenancy.address"),
        ("tenancy.postcode", json!("1234567"), "max_length", "tenancy.postcode"),
        ("tenancy.is_on_lease", json!("MAYBE"), "invalid_choice", "tenancy.is_on_lease"),
        ("tenancy.landlord_id", json!(999_999), "does_not_exist", "tenancy.landlord_id"),
        ("tenancy.agent_id", json!(999_999), "does_not_exist", "tenancy.agent_id"),
        ("support_worker_id", json!(999_999), "does_not_exist", "support_worker_id"),
        ("paralegal_id", json!(999_999), "does_not_exist", "paralegal_id"),
        ("stage", json!("NOPE"), "invalid_choice", "stage"),
    ] {
        assert_wrong(&coordinator.post(URL, with(path, value)).await, code, attr);
    }
    let missing = wrong(&coordinator.post(URL, json!({})).await);
    let required = |attr: &str| ("required".to_owned(), attr.to_owned());
    assert_eq!(missing, ["topic", "client_id", "tenancy_id"].map(required));
    let empty = json!({"topic": "REPAIRS", "client": {}, "tenancy": {}});
    let missing = wrong(&coordinator.post(URL, empty).await);
    let fields = [
        "client.first_name",
        "client.last_name",
        "client.email",
        "tenancy.address",
        "tenancy.suburb",
        "tenancy.postcode",
    ];
    assert_eq!(missing, fields.map(required));
    let unknown = json!({"topic": "REPAIRS", "client_id": Uuid::new_v4(), "tenancy_id": 999_999});
    let unknown = wrong(&coordinator.post(URL, unknown).await);
    let missing = |attr: &str| ("does_not_exist".to_owned(), attr.to_owned());
    assert_eq!(unknown, ["client_id", "tenancy_id"].map(missing));
    coordinator.post(URL, json!([])).await.expect(400);
    for table in ["core_issue", "core_client", "core_tenancy", "clerk.job"] {
        assert_eq!(count(&app.db, table).await, 0, "{table}");
    }
}

#[tokio::test]
async fn an_address_belongs_to_one_client() {
    let app = TestApp::start().await;
    let coordinator = app.coordinator().await;
    coordinator.post(URL, body()).await.expect(201);
    let again = coordinator.post(URL, body()).await;
    assert_wrong(&again, "unique", "client.email");
    let capitals = with("client.email", json!("ADA@Example.com"));
    assert_wrong(&coordinator.post(URL, capitals).await, "unique", "client.email");
    assert_eq!(count(&app.db, "core_issue").await, 1);
    assert_eq!(count(&app.db, "core_tenancy").await, 1);
}

#[tokio::test]
async fn coordinators_and_better_open_cases() {
    let app = TestApp::start().await;
    for (actor, code) in [
        (app.anonymous(), "not_authenticated"),
        (app.inactive().await, "not_authenticated"),
        (app.no_role().await, "permission_denied"),
        (app.paralegal().await, "permission_denied"),
        (app.lawyer().await, "permission_denied"),
    ] {
        // Whatever the body says.
        let reply = actor.post(URL, json!({})).await.expect(403);
        assert_eq!(reply.error().1, code);
    }
    assert_eq!(count(&app.db, "core_issue").await, 0);
    for (at, actor) in
        [app.coordinator().await, app.admin().await, app.superuser().await].iter().enumerate()
    {
        let body = with("client.email", json!(format!("ada{at}@example.com")));
        actor.post(URL, body).await.expect(201);
    }
}

#[tokio::test]
async fn references_of_cases_made_at_once_have_no_gap_and_no_double() {
    let app = TestApp::start().await;
    let coordinator = app.coordinator().await;
    let replies = futures_util::future::join_all((0..12).map(|at| {
        let topic = if at % 2 == 0 { "EVICTION_ARREARS" } else { "EVICTION_RETALIATORY" };
        let mut body = with("client.email", json!(format!("ada{at}@example.com")));
        body["topic"] = json!(topic);
        coordinator.post(URL, body)
    }))
    .await;
    let mut found: Vec<String> = replies
        .into_iter()
        .map(|reply| reply.expect(201).json()["fileref"].as_str().unwrap().to_owned())
        .collect();
    found.sort();
    let expected: Vec<String> = (1..=12).map(|number| format!("E{number:04}")).collect();
    assert_eq!(found, expected);
}

#[tokio::test]
async fn of_two_at_once_one_gets_the_address() {
    let app = TestApp::start().await;
    let coordinator = app.coordinator().await;
    let replies =
        futures_util::future::join_all((0..4).map(|_| coordinator.post(URL, body()))).await;
    let mut statuses: Vec<u16> = replies.iter().map(|reply| reply.status.as_u16()).collect();
    statuses.sort_unstable();
    assert_eq!(statuses, [201, 400, 400, 400]);
    assert_eq!(count(&app.db, "core_client").await, 1);
}
