//! Who sees which case: every role on each of the routes.

use clerk_tests::{Actor, NewUser, TestApp, factories};
use serde_json::Value;
use uuid::Uuid;

async fn references(actor: &Actor) -> Vec<String> {
    let list = actor.get("/clerk/api/case/").await.expect(200).json();
    let mut references: Vec<String> = list["results"]
        .as_array()
        .unwrap()
        .iter()
        .map(|case| case["fileref"].as_str().unwrap().to_owned())
        .collect();
    references.sort();
    references
}

/// What the detail, its page and the page of the submission answer.
async fn statuses(actor: &Actor, case: Uuid) -> [u16; 3] {
    [
        actor.get(&format!("/clerk/api/case/{case}/")).await.status.as_u16(),
        actor.get(&format!("/clerk/cases/{case}/")).await.status.as_u16(),
        actor.get(&format!("/clerk/cases/{case}/submission/")).await.status.as_u16(),
    ]
}

#[tokio::test]
async fn everybody_sees_their_own() {
    let app = TestApp::start().await;
    let (paralegal, colleague) = (app.paralegal().await, app.paralegal().await);
    let (lawyer, other_lawyer) = (app.lawyer().await, app.lawyer().await);
    let case = |fileref: &str| factories::case().fileref(fileref);
    let first = case("R0001").paralegal(paralegal.id()).lawyer(lawyer.id()).create(&app.db).await;
    let second = case("R0002").paralegal(lawyer.id()).create(&app.db).await;
    // A paralegal is named as lawyer: that gives them nothing.
    let third = case("R0003").lawyer(paralegal.id()).create(&app.db).await;
    let ids = [first.id, second.id, third.id];

    let all = vec!["R0001", "R0002", "R0003"];
    let (coordinator, admin) = (app.coordinator().await, app.admin().await);
    let (superuser, nobody) = (app.superuser().await, app.no_role().await);
    let expected = [
        ("paralegal", &paralegal, vec!["R0001"]),
        ("colleague", &colleague, vec![]),
        ("lawyer", &lawyer, vec!["R0001", "R0002"]),
        ("other lawyer", &other_lawyer, vec![]),
        ("coordinator", &coordinator, all.clone()),
        ("admin", &admin, all.clone()),
        ("superuser", &superuser, all),
        ("nobody", &nobody, vec![]),
    ];
    for (name, actor, visible) in expected {
        assert_eq!(references(actor).await, visible, "{name}");
        let page = actor.get("/clerk/cases/").await.expect(200);
        for (id, fileref) in ids.into_iter().zip(["R0001", "R0002", "R0003"]) {
            let is_visible = visible.contains(&fileref);
            let status = if is_visible { 200 } else { 403 };
            assert_eq!(statuses(actor, id).await, [status; 3], "{name}, {fileref}");
            assert_eq!(page.text().contains(fileref), is_visible, "{name}, {fileref}");
        }
    }
}

#[tokio::test]
async fn the_highest_group_counts() {
    let app = TestApp::start().await;
    let both = NewUser {
        groups: &["Paralegal", "Lawyer", "Editors"],
        ..NewUser::new("multi.role@anikalegal.org.au")
    };
    let both = app.login_as(&both.create(&app.db).await).await;
    factories::case().fileref("R0001").lawyer(both.id()).create(&app.db).await;
    assert_eq!(references(&both).await, ["R0001"]);
}

#[tokio::test]
async fn nobody_gets_in_without_a_session() {
    let app = TestApp::start().await;
    let case = factories::case().create(&app.db).await;
    for actor in [app.anonymous(), app.inactive().await] {
        for path in ["/clerk/api/case/".to_owned(), format!("/clerk/api/case/{}/", case.id)] {
            let reply = actor.get(&path).await.expect(403);
            assert_eq!(reply.error(), ("client_error".into(), "not_authenticated".into(), None));
        }
        for path in [
            "/clerk/cases/?search=a&page=2".to_owned(),
            format!("/clerk/cases/{}/", case.id),
            format!("/clerk/cases/{}/submission/", case.id),
        ] {
            let reply = actor.get(&path).await.expect(302);
            let (login, next) = reply.header("location").split_once("?next=").unwrap();
            assert_eq!(login, "/accounts/login/");
            let next: Vec<_> = url_decode(next);
            assert_eq!(String::from_utf8(next).unwrap(), path);
        }
    }
}

fn url_decode(text: &str) -> Vec<u8> {
    let mut bytes = text.bytes();
    let mut decoded = Vec::new();
    while let Some(byte) = bytes.next() {
        decoded.push(match byte {
            b'%' => {
                let hex = [bytes.next().unwrap(), bytes.next().unwrap()];
                u8::from_str_radix(std::str::from_utf8(&hex).unwrap(), 16).unwrap()
            }
            b'+' => b' ',
            other => other,
        });
    }
    decoded
}

#[tokio::test]
async fn what_is_missing_is_not_found_but_only_for_staff() {
    let app = TestApp::start().await;
    let missing = Uuid::new_v4();
    for actor in [app.paralegal().await, app.coordinator().await] {
        assert_eq!(statuses(&actor, missing).await, [404; 3]);
        let reply = actor.get(&format!("/clerk/api/case/{missing}/")).await;
        assert_eq!(reply.error(), ("client_error".into(), "not_found".into(), None));
        let reply = actor.get("/clerk/api/case/R0001/").await.expect(404);
        assert_eq!(reply.error().1, "not_found");
    }
    let nobody = app.no_role().await;
    assert_eq!(statuses(&nobody, missing).await, [403; 3]);
    let reply = nobody.get(&format!("/clerk/api/case/{missing}/")).await;
    assert_eq!(reply.error(), ("client_error".into(), "permission_denied".into(), None));
}

#[tokio::test]
async fn the_api_takes_any_uuid_and_pages_only_version_4() {
    let app = TestApp::start().await;
    let coordinator = app.coordinator().await;
    let id: Uuid = "11111111-1111-1111-8111-111111111111".parse().unwrap();
    factories::case().id(id).create(&app.db).await;
    assert_eq!(statuses(&coordinator, id).await, [200, 404, 404]);
    let simple = coordinator.get(&format!("/clerk/api/case/{}/", id.simple())).await.expect(200);
    assert_eq!(simple.json()["issue"]["id"], Value::String(id.to_string()));
}

#[tokio::test]
async fn other_methods_are_refused_and_head_is_not() {
    let app = TestApp::start().await;
    let coordinator = app.coordinator().await;
    let case = factories::case().create(&app.db).await;
    let path = format!("/clerk/api/case/{}/", case.id);
    let reply = coordinator.delete(&path).await.expect(405);
    assert_eq!(reply.error(), ("client_error".into(), "method_not_allowed".into(), None));
    for path in ["/clerk/api/case/", &path, "/clerk/cases/"] {
        let request = coordinator.request(reqwest::Method::HEAD, path);
        let reply = coordinator.send(request).await.expect(200);
        assert!(reply.body.is_empty());
    }
}
