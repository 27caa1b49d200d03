//! `POST /clerk/api/account/`.

use clerk_tests::{TestApp, assert_json, jobs};
use serde_json::{Value, json};

fn una(email: &str) -> Value {
    json!({"email": email, "first_name": "Una", "last_name": "User", "groups": ["Paralegal"]})
}

#[tokio::test]
async fn somebody_is_invited() {
    let app = TestApp::builder().at("2026-06-01T00:00:00.5Z".parse().unwrap()).start().await;
    let admin = app.admin().await;
    let email = "Una.User@AnikaLegal.org.au";
    let made = admin.post("/clerk/api/account/", una(email)).await.expect(201).json();
    let email = "una.user@anikalegal.org.au";
    let row = app
        .db
        .query(
            "SELECT id, password, username, is_active, is_staff OR is_superuser OR is_intern, \
             case_capacity, date_joined = '2026-06-01T00:00:00.5Z', last_login IS NULL \
             FROM auth_user WHERE email = $1",
            &[&email],
        )
        .await;
    let (id, password): (i32, &str) = (row[0].get(0), row[0].get(1));
    assert_json!("account_invited", made);
    assert_eq!(made["url"], format!("/clerk/account/{id}/"));
    assert!(password.starts_with('!') && password.len() == 41, "{password}");
    assert_eq!(row[0].get::<_, &str>(2), email);
    assert!(row[0].get::<_, bool>(3) && !row[0].get::<_, bool>(4));
    assert_eq!(row[0].get::<_, i32>(5), 4);
    assert!(row[0].get::<_, bool>(6) && row[0].get::<_, bool>(7));

    let log = super::log(&app.db).await;
    assert_eq!(log.len(), 1);
    let (action, key, name, actor, changes) = &log[0];
    assert_eq!(
        (*action, key, name.as_str(), *actor),
        (0, &id.to_string(), email, Some(admin.id()))
    );
    assert_json!("account_log", changes);
    let job = json!({"job": "sync_microsoft_account", "account": id});
    assert_eq!(jobs::pending(&app.db).await, [("files".to_owned(), job)]);
    let user = admin.get(&format!("/clerk/api/account/{id}/")).await.expect(200).json();
    assert_json!("account", user);
}

#[tokio::test]
async fn what_is_refused_leaves_nothing() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    let taken = &admin.user.as_ref().unwrap().email;
    let count = async || {
        let sql =
            "SELECT (SELECT count(*) FROM auth_user) + (SELECT count(*) FROM auth_user_groups)";
        app.db.value::<i64>(sql, &[]).await
    };
    let before = count().await;
    for (attr, value, code) in [
        ("email", json!("una@example.com"), "invalid"),
        ("email", json!("una@xanikalegal.org.au"), "invalid"),
        ("email", json!("una"), "invalid"),
        ("email", json!(""), "blank"),
        ("email", json!(null), "null"),
        ("email", json!(taken.to_uppercase()), "unique"),
        ("email", json!(format!("{}@anikalegal.org.au", "x".repeat(140))), "max_length"),
        ("first_name", json!("x".repeat(151)), "max_length"),
        ("last_name", json!(null), "null"),
        ("groups", json!(["Paralegal", "Nobodies"]), "does_not_exist"),
        ("groups", json!("Paralegal"), "not_a_list"),
        ("groups", json!(null), "null"),
    ] {
        let mut body = una("una@anikalegal.org.au");
        body[attr] = value;
        let reply = admin.post("/clerk/api/account/", body.clone()).await.expect(400);
        let expected = ("validation_error".into(), code.into(), Some(attr.into()));
        assert_eq!(reply.error(), expected, "{body}");
    }
    let lacking = admin.post("/clerk/api/account/", json!({})).await.expect(400).json();
    assert_eq!(lacking["errors"].as_array().unwrap().len(), 2);
    assert_eq!(count().await, before);
    assert!(super::log(&app.db).await.is_empty());
    assert!(jobs::pending(&app.db).await.is_empty());
}

#[tokio::test]
async fn two_invitations_at_once_make_one_account() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    let (one, two) = tokio::join!(
        admin.post("/clerk/api/account/", una("una@anikalegal.org.au")),
        admin.post("/clerk/api/account/", una("Una@anikalegal.org.au")),
    );
    let mut statuses = [one.status.as_u16(), two.status.as_u16()];
    statuses.sort_unstable();
    assert_eq!(statuses, [201, 400]);
    assert_eq!(jobs::pending(&app.db).await.len(), 1);
}

#[tokio::test]
async fn admins_invite() {
    let app = TestApp::start().await;
    for actor in [
        app.anonymous(),
        app.no_role().await,
        app.inactive().await,
        app.paralegal().await,
        app.lawyer().await,
        app.coordinator().await,
    ] {
        actor.post("/clerk/api/account/", json!({})).await.expect(403);
    }
    app.superuser().await.post("/clerk/api/account/", una("a@anikalegal.org.au")).await.expect(201);
}
