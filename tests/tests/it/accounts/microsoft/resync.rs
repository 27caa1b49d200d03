use clerk_tests::{Actor, Reply, TestApp, factories, jobs, outside::Answer};
use reqwest::Method;
use serde_json::json;

use super::{EMAIL, known, newcomer};
use crate::documents::{GRAPH, app};

async fn resync(actor: &Actor, id: i32) -> Reply {
    let path = format!("/clerk/api/account/{id}/perms-resync/");
    actor.send(actor.request(Method::POST, &path)).await
}

#[tokio::test]
async fn access_is_set_right() {
    let app = app().await;
    let coordinator = app.coordinator().await;
    let id = newcomer(&app, &["Lawyer"]).await;
    let case = factories::case().lawyer(id).create(&app.db).await.id;
    let unready = factories::case().paralegal(id).create(&app.db).await.id;
    app.db.execute("UPDATE core_issue SET is_sharepoint_set_up = id <> $1", &[&unready]).await;
    for case in [case, unready] {
        app.fake.put_folder(&format!("cases/{case}"));
    }
    factories::case().paralegal(id).create(&app.db).await;
    // The first time makes the account, which takes a while to be of use.
    let json = resync(&coordinator, id).await.expect(200).json();
    assert_eq!((&json["account"]["id"], &json["account"]["email"]), (&json!(id), &json!(EMAIL)));
    assert_eq!(json["account"]["is_ms_account_set_up"], false);
    assert!(json["account"]["ms_account_created_at"].is_string());
    assert_eq!(json["permissions"]["access_level"], "PARTIAL_ACCESS");
    assert!(app.fake.people(|people| people.users[0].has_licence));
    assert_eq!(jobs::pending(&app.db).await.len(), 1);

    let sql = "UPDATE auth_user SET ms_account_created_at = now() - interval '16 minutes'";
    app.db.execute(sql, &[]).await;
    for _ in 0..2 {
        let json = resync(&coordinator, id).await.expect(200).json();
        let permissions = &json["permissions"];
        assert_eq!(permissions["issues_with_access"].as_array().unwrap().len(), 1);
        assert_eq!(permissions["issues_with_access"][0]["id"], json!(case));
        assert_eq!(permissions["issues_without_access"].as_array().unwrap().len(), 2);
        assert_eq!(app.fake.shared_with(&format!("cases/{case}")), [EMAIL]);
        assert_eq!(app.fake.shared_with(&format!("cases/{unready}")), [""; 0]);
    }
    resync(&coordinator, 0).await.expect(404);
}

#[tokio::test]
async fn what_cannot_be_done_now_is_left_to_a_job() {
    let app = app().await;
    let admin = app.admin().await;
    let id = newcomer(&app, &["Coordinator"]).await;
    app.fake.answer(GRAPH, "/", Answer::new(503));
    let json = resync(&admin, id).await.expect(200).json();
    assert_eq!((&json["account"]["id"], &json["permissions"]), (&json!(id), &json!(null)));
    app.fake.answer_as_usual();
    jobs::drain_all(&app.ctx, &app.db).await;
    assert_eq!(app.fake.people(|people| people.members.clone()), [EMAIL]);

    // Without a licence the rest is done all the same, and the answer says so.
    app.fake.people(|people| people.users = vec![known(false)]);
    let licence = format!("/v1.0/users/{EMAIL}/assignLicense");
    app.fake.answer_once(GRAPH, &licence, Answer::new(400));
    let json = resync(&admin, id).await.expect(200).json();
    assert_eq!(json["permissions"]["access_level"], "FULL_ACCESS");
    let job = json!({ "job": "sync_microsoft_account", "account": id });
    assert_eq!(jobs::pending(&app.db).await, [("files".to_owned(), job)]);
}

#[tokio::test]
async fn without_a_client_there_is_nothing_to_tell() {
    let app = TestApp::start().await;
    let id = newcomer(&app, &["Paralegal"]).await;
    let json = resync(&app.superuser().await, id).await.expect(200).json();
    assert_eq!((&json["account"]["id"], &json["permissions"]), (&json!(id), &json!(null)));
    assert!(jobs::pending(&app.db).await.is_empty());
}
