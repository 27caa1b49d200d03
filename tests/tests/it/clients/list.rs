//! `GET /clerk/api/client/` and one of them: who sees whom.

use clerk_tests::{Actor, TestApp, factories};
use uuid::Uuid;

async fn names(actor: &Actor, query: &str) -> Vec<String> {
    let path = format!("/clerk/api/client/{query}");
    let list = actor.get(&path).await.expect(200).json();
    let results = list["results"].as_array().unwrap();
    assert_eq!(list["item_count"], results.len());
    results.iter().map(|client| client["first_name"].as_str().unwrap().to_owned()).collect()
}

/// Clients in the order in which they came.
async fn clients(app: &TestApp, names: &[(&str, &str)]) -> Vec<Uuid> {
    let mut ids = Vec::new();
    for (first, last) in names {
        let id = factories::client(first, last).create(&app.db).await;
        app.db
            .execute(
                "UPDATE core_client SET created_at = now() + $2 * interval '1 day' WHERE id = $1",
                &[&id, &f64::from(i32::try_from(ids.len()).unwrap())],
            )
            .await;
        ids.push(id);
    }
    ids
}

#[tokio::test]
async fn everybody_sees_those_of_their_cases() {
    let app = TestApp::start().await;
    let ids = clients(&app, &[("Ada", "A"), ("Bob", "B"), ("Cid", "C")]).await;
    let (paralegal, lawyer) = (app.paralegal().await, app.lawyer().await);
    for _ in 0..2 {
        let case = factories::case().client(ids[0]).paralegal(paralegal.id());
        case.lawyer(lawyer.id()).create(&app.db).await;
    }
    factories::case().client(ids[1]).paralegal(lawyer.id()).create(&app.db).await;
    factories::case().client(ids[2]).lawyer(paralegal.id()).create(&app.db).await;
    let all = ["Cid", "Bob", "Ada"];
    for (name, actor, visible) in [
        ("paralegal", &paralegal, &["Ada"][..]),
        ("lawyer", &lawyer, &["Bob", "Ada"]),
        ("another", &app.lawyer().await, &[]),
        ("coordinator", &app.coordinator().await, &all),
        ("admin", &app.admin().await, &all),
        ("superuser", &app.superuser().await, &all),
    ] {
        assert_eq!(names(actor, "?page_size=-1").await, visible, "{name}");
        for (id, client) in ids.iter().zip(["Ada", "Bob", "Cid"]) {
            let found = actor.get(&format!("/clerk/api/client/{id}/")).await;
            let status = if visible.contains(&client) { 200 } else { 403 };
            assert_eq!(found.status.as_u16(), status, "{name}, {client}");
        }
        actor.get(&format!("/clerk/api/client/{}/", Uuid::new_v4())).await.expect(404);
        actor.get("/clerk/api/client/x/").await.expect(404);
    }
    for actor in [app.no_role().await, app.inactive().await, app.anonymous()] {
        actor.get("/clerk/api/client/").await.expect(403);
        actor.get(&format!("/clerk/api/client/{}/", ids[0])).await.expect(403);
    }
}

#[tokio::test]
async fn searched_by_what_is_known() {
    let app = TestApp::start().await;
    let coordinator = app.coordinator().await;
    let ids = clients(&app, &[(" Ada", "Able "), ("Bob", "Be_e"), ("Cid", "Cee")]).await;
    app.db
        .execute(
            "UPDATE core_client SET preferred_name = '100%', phone_number = '0499' WHERE id = $1",
            &[&ids[2]],
        )
        .await;
    for (query, expected) in [
        ("?q=", &["Cid", "Bob", " Ada"][..]),
        ("?q=ada%20able", &[" Ada"]),
        ("?q=BOB", &["Bob"]),
        ("?q=%25", &["Cid"]),
        ("?q=be_e%20", &["Bob"]),
        ("?q=0499", &["Cid"]),
        ("?q=cee.", &["Cid"]),
        ("?q=nobody", &[]),
    ] {
        assert_eq!(names(&coordinator, query).await, expected, "{query}");
    }
    for (query, code) in [("%20", "blank"), (&*"x".repeat(257), "max_length")] {
        let reply = coordinator.get(&format!("/clerk/api/client/?q={query}")).await.expect(400);
        assert_eq!(reply.error(), ("validation_error".into(), code.into(), Some("q".into())));
    }
    let page = coordinator.get("/clerk/api/client/?page=2&page_size=2").await.expect(200).json();
    assert_eq!((&page["current"], &page["prev"]), (&2.into(), &1.into()));
    coordinator.get("/clerk/api/client/?page=3&page_size=2").await.expect(404);
    coordinator.post("/clerk/api/client/", serde_json::json!({})).await.expect(405);
}
