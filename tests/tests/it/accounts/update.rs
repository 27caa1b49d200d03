//! `PATCH` and `PUT /clerk/api/account/<id>/`.

use clerk_tests::{Actor, TestApp, jobs};
use serde_json::{Value, json};

fn path(actor: &Actor) -> String {
    format!("/clerk/api/account/{}/", actor.id())
}

async fn refused(actor: &Actor, path: &str, body: Value, code: &str, attr: &str) {
    let reply = actor.patch(path, body.clone()).await.expect(400);
    let expected = ("validation_error".into(), code.into(), Some(attr.into()));
    assert_eq!(reply.error(), expected, "{body}");
}

#[tokio::test]
async fn the_cards_of_the_page() {
    let app = TestApp::start().await;
    let (coordinator, paralegal) = (app.coordinator().await, app.paralegal().await);
    let path = path(&paralegal);
    let card = json!({
        "first_name": " Paula ", "last_name": "", "is_intern": true, "case_capacity": "7",
        "is_superuser": true, "id": 1, "url": "x",
    });
    let user = coordinator.patch(&path, card.clone()).await.expect(200).json();
    assert_eq!((&user["first_name"], &user["case_capacity"]), (&json!("Paula"), &json!(7)));
    assert_eq!((&user["is_intern"], &user["is_superuser"]), (&json!(true), &json!(false)));
    let email = &paralegal.user.as_ref().unwrap().email;
    let log = super::log(&app.db).await;
    assert_eq!(log.len(), 1);
    let (action, key, name, actor, changes) = &log[0];
    assert_eq!((*action, key, name), (1, &paralegal.id().to_string(), email));
    assert_eq!(*actor, Some(coordinator.id()));
    assert_eq!(changes["case_capacity"], json!([4, 7]));
    assert_eq!(changes["is_intern"], json!([false, true]));
    assert_eq!(changes["first_name"], json!(["paralegal", "Paula"]));
    assert_eq!(changes.as_object().unwrap().len(), 4);

    // The same again, and the same groups, change nothing.
    coordinator.put(&path, card).await.expect(200);
    coordinator.patch(&path, json!({})).await.expect(200);
    let same = json!({"groups": ["Paralegal"], "is_active": true, "email": email.to_uppercase()});
    coordinator.patch(&path, same).await.expect(200);
    assert_eq!(super::log(&app.db).await.len(), 1);
    assert!(jobs::pending(&app.db).await.is_empty());

    refused(&coordinator, &path, json!({"case_capacity": ""}), "invalid", "case_capacity").await;
    refused(&coordinator, &path, json!({"case_capacity": -1}), "min_value", "case_capacity").await;
    refused(&coordinator, &path, json!({"case_capacity": null}), "null", "case_capacity").await;
    refused(&coordinator, &path, json!({"is_active": null}), "null", "is_active").await;
    refused(&coordinator, &path, json!({"is_intern": "x"}), "invalid", "is_intern").await;
    refused(&coordinator, &path, json!({"groups": ["X"]}), "does_not_exist", "groups").await;
    refused(&coordinator, &path, json!({"groups": [[]]}), "invalid", "groups.0").await;
    let long = json!({"first_name": "x".repeat(151)});
    refused(&coordinator, &path, long.clone(), "max_length", "first_name").await;
    coordinator.patch("/clerk/api/account/999999/", long).await.expect(404);
}

#[tokio::test]
async fn activity_and_groups_reach_microsoft() {
    let app = TestApp::start().await;
    let (admin, paralegal) = (app.admin().await, app.paralegal().await);
    let path = path(&paralegal);
    let job = json!({"job": "sync_microsoft_account", "account": paralegal.id()});
    let jobs = async || {
        let found = jobs::pending(&app.db).await.into_iter().map(|job| job.1).collect::<Vec<_>>();
        app.db.execute("DELETE FROM clerk.job", &[]).await;
        found
    };
    let lawyer = json!({"groups": ["Lawyer", "Paralegal"]});
    let user = admin.patch(&path, lawyer).await.expect(200).json();
    assert_eq!(user["is_lawyer"], true);
    assert_eq!(jobs().await, std::slice::from_ref(&job));
    assert!(super::log(&app.db).await.is_empty(), "groups are not logged");
    let user = admin.patch(&path, json!({"is_active": false})).await.expect(200).json();
    assert_eq!(user["is_active"], false);
    assert_eq!(jobs().await, std::slice::from_ref(&job));
    assert_eq!(super::log(&app.db).await[0].4, json!({"is_active": [true, false]}));
    paralegal.get("/clerk/api/case/").await.expect(403);
    // The groups of an inactive account do not matter.
    admin.patch(&path, json!({"groups": []})).await.expect(200);
    assert!(jobs().await.is_empty());
    let back = json!({"is_active": true, "groups": ["Paralegal"]});
    let user = admin.patch(&path, back).await.expect(200).json();
    assert_eq!(user["groups"]["value"], json!(["Paralegal"]));
    assert_eq!(jobs().await, [job]);
}

#[tokio::test]
async fn who_may_change_what() {
    let app = TestApp::start().await;
    let target = app.paralegal().await;
    let (groups, name) = (json!({"groups": ["Lawyer"]}), json!({"first_name": "X"}));
    for actor in [app.anonymous(), app.no_role().await, app.paralegal().await, app.lawyer().await] {
        for body in [&groups, &name, &json!({"case_capacity": "x"})] {
            actor.patch(&path(&target), body.clone()).await.expect(403);
            actor.put(&path(&target), body.clone()).await.expect(403);
        }
    }
    let coordinator = app.coordinator().await;
    let (admin, superuser) = (app.admin().await, app.superuser().await);
    let email = json!({"email": "other@anikalegal.org.au"});
    coordinator.patch(&path(&target), groups.clone()).await.expect(403);
    coordinator.patch(&path(&target), email.clone()).await.expect(403);
    coordinator.patch(&path(&coordinator), json!({"groups": ["Admin"]})).await.expect(403);
    coordinator.patch(&path(&target), json!({"is_active": false})).await.expect(200);
    // The rights of an account above cannot be changed.
    for above in [&admin, &superuser] {
        coordinator.patch(&path(above), json!({"is_active": false})).await.expect(403);
        coordinator.patch(&path(above), groups.clone()).await.expect(403);
        coordinator.patch(&path(above), name.clone()).await.expect(200);
    }
    for body in [&groups, &email, &json!({"is_active": false})] {
        admin.patch(&path(&superuser), body.clone()).await.expect(403);
    }
    // An account cannot lock itself out.
    refused(&coordinator, &path(&coordinator), json!({"is_active": false}), "invalid", "is_active")
        .await;
    refused(&admin, &path(&admin), json!({"is_active": false}), "invalid", "is_active").await;
    refused(&admin, &path(&admin), groups.clone(), "invalid", "groups").await;
    let more = json!({"groups": ["Admin", "Lawyer"]});
    admin.patch(&path(&admin), more).await.expect(200);
    superuser.patch(&path(&superuser), groups.clone()).await.expect(200);
    superuser.patch(&path(&admin), json!({"groups": []})).await.expect(200);
    let log = super::log(&app.db).await;
    assert!(log.iter().all(|entry| entry.4.get("email").is_none()), "{log:?}");
}

#[tokio::test]
async fn an_address_and_the_username_change_together() {
    let app = TestApp::start().await;
    let (admin, target) = (app.admin().await, app.paralegal().await);
    let path = path(&target);
    let user = admin.patch(&path, json!({"email": "New@AnikaLegal.org.au"})).await.expect(200);
    assert_eq!(user.json()["email"], "new@anikalegal.org.au");
    let username: String =
        app.db.value("SELECT username FROM auth_user WHERE id = $1", &[&target.id()]).await;
    assert_eq!(username, "new@anikalegal.org.au");
    let changes = &super::log(&app.db).await[0].4;
    assert_eq!(changes["email"][1], "new@anikalegal.org.au");
    assert_eq!(changes["username"][1], "new@anikalegal.org.au");
    refused(&admin, &path, json!({"email": "new@example.com"}), "invalid", "email").await;
    let taken = admin.user.as_ref().unwrap().email.clone();
    refused(&admin, &path, json!({"email": taken}), "unique", "email").await;
}
