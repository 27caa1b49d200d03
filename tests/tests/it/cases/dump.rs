//! The same on the original's own data, compared with plain SQL.

use clerk_tests::{Actor, TestApp, TestDb, User};
use serde_json::Value;
use uuid::Uuid;

use crate::database::restored;

async fn reference(app: &TestApp, name: &str) -> Actor {
    let email = format!("ref.{name}@anikalegal.org.au");
    let id = app.db.value("SELECT id FROM auth_user WHERE email = $1", &[&email]).await;
    app.login_as(&User { id, email }).await
}

async fn count(db: &TestDb, condition: &str, user: i32) -> i64 {
    let sql = format!("SELECT count(*) FROM core_issue WHERE ({condition}) OR $1 = -1");
    db.value(&sql, &[&user]).await
}

#[tokio::test]
async fn everybody_sees_what_sql_says() {
    let Some(db) = restored().await else { return };
    let app = TestApp::builder().db(db).start().await;
    for (name, condition) in [
        ("super", "$1 > 0"),
        ("admin", "$1 > 0"),
        ("coordinator", "$1 > 0"),
        ("lawyer", "lawyer_id = $1 OR paralegal_id = $1"),
        ("multi", "lawyer_id = $1 OR paralegal_id = $1"),
        ("paralegal", "paralegal_id = $1"),
        ("norole", "$1 < 0"),
        ("editor", "$1 < 0"),
    ] {
        let actor = reference(&app, name).await;
        let list = actor.get("/clerk/api/case/").await.expect(200).json();
        assert_eq!(list["item_count"], count(&app.db, condition, actor.id()).await, "{name}");
        actor.get("/clerk/cases/").await.expect(200);
        let Some(first) = list["results"].get(0) else { continue };
        let id = first["id"].as_str().unwrap();
        for path in [
            format!("/clerk/api/case/{id}/"),
            format!("/clerk/cases/{id}/"),
            format!("/clerk/cases/{id}/submission/"),
        ] {
            actor.get(&path).await.expect(200);
        }
    }
    let inactive = reference(&app, "inactive").await;
    inactive.get("/clerk/api/case/").await.expect(403);
}

#[tokio::test]
async fn lists_and_searches_agree_with_sql() {
    let Some(db) = restored().await else { return };
    let app = TestApp::builder().db(db).start().await;
    let coordinator = reference(&app, "coordinator").await;
    let all = coordinator.get("/clerk/api/case/?page_size=-1").await.expect(200).json();
    let rows = app
        .db
        .query(
            "SELECT i.id::text, i.fileref, c.first_name || ' ' || c.last_name, \
             to_char(i.created_at AT TIME ZONE 'Australia/Melbourne', 'DD/MM/YY'), l.full_name \
             FROM core_issue i JOIN core_client c ON c.id = i.client_id \
             JOIN core_tenancy t ON t.id = i.tenancy_id \
             LEFT JOIN core_person l ON l.id = t.landlord_id \
             ORDER BY i.created_at DESC, i.id DESC",
            &[],
        )
        .await;
    let results = all["results"].as_array().unwrap();
    assert_eq!(results.len(), rows.len());
    for (case, row) in results.iter().zip(&rows) {
        assert_eq!(case["id"], row.get::<_, &str>(0));
        assert_eq!(case["fileref"], row.get::<_, &str>(1));
        assert_eq!(case["client"]["full_name"], row.get::<_, &str>(2));
        assert_eq!(case["created_at"], row.get::<_, &str>(3));
        let landlord = row.get::<_, Option<&str>>(4);
        assert_eq!(case["tenancy"]["landlord"]["full_name"].as_str(), landlord);
    }
    for word in ["smith", "R00", "example.com", "anikalegal", "zzz"] {
        let expected: i64 = app
            .db
            .value(
                "SELECT count(*) FROM core_issue i JOIN core_client c ON c.id = i.client_id \
                 LEFT JOIN auth_user p ON p.id = i.paralegal_id \
                 WHERE strpos(lower(concat_ws(E'\\n', i.fileref, c.first_name, c.last_name, c.email, \
                 p.first_name, p.last_name, p.email)), lower($1)) > 0",
                &[&word],
            )
            .await;
        let path = format!("/clerk/api/case/?search={word}");
        let found = coordinator.get(&path).await.expect(200).json();
        assert_eq!(found["item_count"], expected, "{word}");
    }
}

#[tokio::test]
async fn every_kind_of_note_is_told() {
    let Some(db) = restored().await else { return };
    let app = TestApp::builder().db(db).start().await;
    let coordinator = reference(&app, "coordinator").await;
    let rows = app
        .db
        .query(
            "SELECT DISTINCT ON (n.note_type, n.content_type_id) n.issue_id FROM core_issuenote n",
            &[],
        )
        .await;
    assert!(rows.len() > 8);
    for row in rows {
        let id: Uuid = row.get(0);
        let json = coordinator.get(&format!("/clerk/api/case/{id}/")).await.expect(200).json();
        let notes = json["notes"].as_array().unwrap();
        let expected: i64 =
            app.db.value("SELECT count(*) FROM core_issuenote WHERE issue_id = $1", &[&id]).await;
        assert_eq!(i64::try_from(notes.len()).unwrap(), expected);
        for note in notes {
            let has_text =
                |value: &Value| value.as_str().is_some_and(|text| !text.trim().is_empty());
            assert!(note["note_type"] != "EVENT" || has_text(&note["text_display"]), "{note}");
        }
        coordinator.get(&format!("/clerk/cases/{id}/")).await.expect(200);
    }
}
