//! Every answer ends in its column.

use chrono::{DateTime, Utc};
use clerk_tests::{TestDb, answers};
use serde_json::{Value, json};
use uuid::Uuid;

use super::*;

/// A row as JSON, without its id and times.
async fn row(db: &TestDb, table: &str, sql: &str, case: Uuid) -> Value {
    let sql = format!(
        "SELECT to_jsonb(t) - 'id' - 'created_at' - 'modified_at' FROM {table} t WHERE id = ({sql})"
    );
    db.value(&sql, &[&case]).await
}

async fn client(db: &TestDb, case: Uuid) -> Value {
    let mut row =
        row(db, "core_client", "SELECT client_id FROM core_issue WHERE id = $1", case).await;
    row["date_of_birth"] = local(db, &row["date_of_birth"]).await;
    row
}

async fn tenancy(db: &TestDb, case: Uuid) -> Value {
    let sql = "SELECT tenancy_id FROM core_issue WHERE id = $1";
    let mut row = row(db, "core_tenancy", sql, case).await;
    row["started"] = local(db, &row["started"]).await;
    row
}

async fn issue(db: &TestDb, case: Uuid) -> Value {
    let mut row = row(db, "core_issue", "$1", case).await;
    for key in ["client_id", "tenancy_id", "submission_id"] {
        assert!(!row.as_object_mut().unwrap().remove(key).unwrap().is_null(), "{key}");
    }
    row
}

async fn person(db: &TestDb, role: &str, case: Uuid) -> Value {
    let sql = format!(
        "SELECT t.{role}_id FROM core_issue i JOIN core_tenancy t ON t.id = tenancy_id WHERE i.id = $1"
    );
    row(db, "core_person", &sql, case).await
}

/// A moment on the office's clock.
async fn local(db: &TestDb, moment: &Value) -> Value {
    let sql = "SELECT ($1::text::timestamptz AT TIME ZONE 'Australia/Melbourne')::text";
    json!(db.value::<Option<String>>(sql, &[&moment.as_str()]).await)
}

/// What every new case has in common, with the answers of each topic on top.
fn new_case(own: Value) -> Value {
    let common = json!({
        "stage": "UNSTARTED", "is_open": true, "outcome": null, "outcome_notes": "",
        "provided_legal_services": false, "is_alert_sent": false, "is_welcome_email_sent": false,
        "is_sharepoint_set_up": false, "is_case_sent": false, "actionstep_id": null,
        "paralegal_id": null, "lawyer_id": null, "support_worker_id": null, "weekly_income": null,
        "annual_income_range": "", "weekly_rent": 410, "employment_status": ["WORKING_PART_TIME"],
    });
    answers::with(common, own)
}

fn new_client(own: Value) -> Value {
    let common = json!({
        "first_name": "Linh", "last_name": "Tran", "preferred_name": "Lin",
        "phone_number": "0491 570 156", "date_of_birth": "1991-07-04 00:00:00",
        "call_times": ["WEEK_EVENING", "SATURDAY"], "gender": "FEMALE", "pronouns": "",
        "is_aboriginal_or_torres_strait_islander": "NO", "number_of_dependents": 2,
        "primary_language_non_english": false, "primary_language": "", "requires_interpreter": "",
        "centrelink_support": true, "eligibility_notes": "",
        "eligibility_circumstances": ["SINGLE_PARENT", "STRUGGLING"],
        "special_circumstances": [], "legal_access_difficulties": [],
        "notes": "", "contact_notes": "", "contact_restriction": "",
    });
    answers::with(common, own)
}

fn a_person(name: &str, address: &str, email: &str, phone: &str) -> Value {
    json!({
        "full_name": name, "address": address, "email": email, "phone_number": phone,
        "support_contact_preferences": "",
    })
}

#[tokio::test]
async fn repairs() {
    let World { db, ctx, .. } = &world().await;
    let photos = [upload(db).await, upload(db).await];
    let case = case(ctx, answers::repairs("linh@example.org", &photos)).await;

    let expected = new_client(json!({
        "email": "linh@example.org", "primary_language_non_english": true,
        "primary_language": "Vietnamese", "requires_interpreter": "YES_SPOKEN",
    }));
    assert_eq!(client(db, case).await, expected);
    let expected = new_case(json!({
        "topic": "REPAIRS", "fileref": "R0001",
        "referrer_type": "LEGAL_CENTRE", "referrer": "Justice Connect",
        "answers": {
            "INTRO": null, "ISSUE_START": "2026-09-28", "VCAT": ["Landlord", "Breaches"],
            "APPLIED_VCAT": null,
        },
    }));
    assert_eq!(issue(db, case).await, expected);
    let mut tenancy = tenancy(db, case).await;
    assert!(tenancy["agent_id"].take().is_number() && tenancy["landlord_id"].take().is_number());
    let expected = json!({
        "address": "3/45 Albion Street", "suburb": "Brunswick", "postcode": "3056",
        "started": "2023-02-01 00:00:00", "is_on_lease": "YES", "rental_circumstances": "FAMILY",
        "agent_id": null, "landlord_id": null,
    });
    assert_eq!(tenancy, expected);
    let agent = a_person(
        "Harcourt & Daughters Real Estate",
        "12 Sydney Road, Brunswick VIC 3056",
        "rentals@harcourt-daughters.example",
        "03 9555 0144",
    );
    assert_eq!(person(db, "agent", case).await, agent);
    assert_eq!(person(db, "landlord", case).await, a_person("Margaret O'Neil", "", "", ""));
    for photo in photos {
        assert_eq!(owner(db, photo).await, Some(case));
    }
}

#[tokio::test]
async fn bonds() {
    let World { db, ctx, .. } = &world().await;
    let (application, quote) = (upload(db).await, upload(db).await);
    let case = case(ctx, answers::bonds("linh@example.org", &[application], &[quote])).await;

    assert_eq!(client(db, case).await, new_client(json!({"email": "linh@example.org"})));
    let expected = new_case(json!({
        "topic": "BONDS", "fileref": "B0001", "referrer_type": "SOCIAL_MEDIA", "referrer": "Instagram",
        "answers": {
            "INTRO": null, "MOVE_OUT_DATE": "2026-10-30", "LANDLORD_INTENTS_TO_MAKE_CLAIM": true,
            "HAS_LANDLORD_MADE_RTBA_APPLICATION": true, "TENANT_HAS_RTBA_APPLICATION_COPY": true,
            "CLAIM_REASONS": ["Damage", "Cleaning", "Locks and security devices"],
            "DAMAGE_INTRO": null, "DAMAGE_CLAIM_DESCRIPTION": "A cracked tile in the laundry.",
            "DAMAGE_CLAIM_AMOUNT": 640, "DAMAGE_CAUSED_BY_TENANT": false,
            "MONEY_OWED_INTRO": null, "MONEY_OWED_CLAIM_DESCRIPTION": null,
            "MONEY_OWED_CLAIM_AMOUNT": null, "MONEY_IS_OWED_BY_TENANT": null,
            "CLEANING_INTRO": null, "CLEANING_CLAIM_DESCRIPTION": "They say the oven was dirty.",
            "CLEANING_CLAIM_AMOUNT": 220, "LOCKS_INTRO": null, "LOCKS_CLAIM_AMOUNT": 95,
            "LOCKS_CHANGED_BY_TENANT": true, "OTHER_INTRO": null,
            "OTHER_REASONS_DESCRIPTION": null, "OTHER_REASONS_AMOUNT": null,
        },
    }));
    assert_eq!(issue(db, case).await, expected);
    let landlord = a_person(
        "Stavros Economou",
        "4 Bell Street, Preston VIC 3072",
        "stavros@economou.example",
        "0400 555 019",
    );
    assert_eq!(person(db, "landlord", case).await, landlord);
    assert_eq!(tenancy(db, case).await["agent_id"], Value::Null);
    assert_eq!(owner(db, application).await, Some(case));
    assert_eq!(owner(db, quote).await, Some(case));
}

#[tokio::test]
async fn eviction_retaliatory() {
    let World { db, ctx, .. } = &world().await;
    let notice = upload(db).await;
    let case = case(ctx, answers::eviction_retaliatory("linh@example.org", &[notice])).await;

    let expected = new_client(json!({
        "email": "linh@example.org", "preferred_name": null, "gender": "agender",
        "centrelink_support": false, "eligibility_circumstances": [],
        "eligibility_notes": "My hours change every week.",
    }));
    assert_eq!(client(db, case).await, expected);
    let expected = new_case(json!({
        "topic": "EVICTION_RETALIATORY", "fileref": "E0001",
        "referrer_type": "WORD_OF_MOUTH", "referrer": "", "employment_status": [],
        "answers": {
            "INTRO": null, "IS_ALREADY_REMOVED": false, "HAS_NOTICE": true,
            "DATE_RECEIVED_NTV": "2026-11-02", "NTV_TYPE": "91ZZA - Moving in",
            "RETALIATORY_REASON": ["Repairs", "Other"],
            "RETALIATORY_REASON_OTHER": "I joined the tenants' union.",
            "VCAT_HEARING": true, "VCAT_HEARING_DATE": "2026-12-09",
            "TERMINATION_DATE": "2027-01-15",
        },
    }));
    assert_eq!(issue(db, case).await, expected);
    let tenancy = tenancy(db, case).await;
    assert_eq!((&tenancy["agent_id"], &tenancy["landlord_id"]), (&Value::Null, &Value::Null));
    assert_eq!(tenancy["is_on_lease"], "VERBAL");
    assert_eq!(owner(db, notice).await, Some(case));
}

#[tokio::test]
async fn topics_of_other_forms_have_their_own_uploads_and_letters() {
    let World { db, ctx, .. } = &world().await;
    for (topic, upload_key, fileref) in [
        ("EVICTION_ARREARS", "EVICTION_ARREARS_DOCUMENTS_UPLOAD", "E0001"),
        ("RENT_REDUCTION", "RENT_REDUCTION_NOTICE_TO_VACATE_DOCUMENT", "C0001"),
        ("HEALTH_CHECK", "SUPPORT_WORKER_AUTHORITY_UPLOAD", "H0001"),
        ("OTHER", "", "O0001"),
    ] {
        let file = upload(db).await;
        let own = json!({
            "ISSUES": topic, upload_key: answers::files(&[file]), format!("{topic}_NOTE"): "x",
            "SUPPORT_WORKER_NAME": "SAM KELLY", "SUPPORT_WORKER_EMAIL": "sam@support.example",
            "SUPPORT_WORKER_CONTACT_PREFERENCE": "COPY_ME_IN",
        });
        let case = case(ctx, answers::with(answers::repairs("a@example.org", &[]), own)).await;
        let row = issue(db, case).await;
        assert_eq!((row["fileref"].as_str(), row["topic"].as_str()), (Some(fileref), Some(topic)));
        assert_eq!(row["answers"]["NOTE"], "x");
        assert_eq!(row["answers"]["DOCUMENTS_UPLOAD"], Value::Null);
        let expected = if upload_key.is_empty() { None } else { Some(case) };
        assert_eq!(owner(db, file).await, expected, "{topic}");
        let worker = json!({
            "full_name": "Sam Kelly", "address": "", "email": "sam@support.example",
            "phone_number": "", "support_contact_preferences": "COPY_ME_IN",
        });
        let sql = "SELECT support_worker_id FROM core_issue WHERE id = $1";
        assert_eq!(super::columns::row(db, "core_person", sql, case).await, worker);
    }
}

#[tokio::test]
async fn the_submission_is_processed_and_keeps_its_answers() {
    let World { db, ctx, .. } = &world().await;
    let raw = answers::repairs("linh@example.org", &[]);
    let case = case(ctx, raw.clone()).await;
    let rows = db
        .query(
            "SELECT s.answers, is_complete, is_processed, is_reminder_sent, i.created_at
             FROM core_submission s JOIN core_issue i ON i.submission_id = s.id WHERE i.id = $1",
            &[&case],
        )
        .await;
    let row = &rows[0];
    assert_eq!(row.get::<_, Value>(0), raw);
    let flags: (bool, bool, bool) = (row.get(1), row.get(2), row.get(3));
    assert_eq!(flags, (true, true, false));
    assert_eq!(row.get::<_, DateTime<Utc>>(4), ctx.clock.now());
}
