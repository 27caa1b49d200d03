use clerk_tests::{Actor, TestApp, factories, outside::Answer};
use reqwest::Method;
use serde_json::Value;

use super::{EMAIL, known, newcomer};
use crate::documents::{GRAPH, app, refused};

fn references(json: &Value) -> Vec<&str> {
    json.as_array().unwrap().iter().map(|case| case["fileref"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn coordinators_see_who_can_open_what() {
    let app = app().await;
    let coordinator = app.coordinator().await;
    let id = newcomer(&app, &["Paralegal"]).await;
    let path = format!("/clerk/api/account/{id}/perms/");
    for (number, fileref) in ["R0001", "R0002", "R0003"].into_iter().enumerate() {
        let at = format!("2026-01-0{}T00:00:00Z", number + 1).parse().unwrap();
        let case = factories::case().fileref(fileref).at(at);
        let case = if number == 1 { case.lawyer(id) } else { case.paralegal(id) };
        let case = case.create(&app.db).await.id;
        if number < 2 {
            app.fake.put_folder(&format!("cases/{case}"));
        }
        if number == 1 {
            app.fake.share(&format!("cases/{case}"), &EMAIL.to_uppercase());
        }
    }
    factories::case().fileref("R0004").create(&app.db).await;
    let look = async || coordinator.get(&path).await.expect(200).json();
    let json = look().await;
    assert_eq!(json["access_level"], "NO_ACCESS");
    assert_eq!(references(&json["issues_without_access"]), ["R0003", "R0002", "R0001"]);
    app.fake.people(|people| people.users.push(known(true)));
    let json = look().await;
    assert_eq!(json["access_level"], "PARTIAL_ACCESS");
    assert_eq!(references(&json["issues_with_access"]), ["R0002"]);
    assert_eq!(references(&json["issues_without_access"]), ["R0003", "R0001"]);
    for is_owner in [true, false] {
        app.fake.people(|people| {
            let names = (0..5).map(|at| format!("x{at}@x.example")).chain([EMAIL.to_owned()]);
            people.members.clear();
            if is_owner { people.owners.extend(names) } else { people.members.extend(names) }
        });
        let json = look().await;
        assert_eq!(json["access_level"], "FULL_ACCESS");
        assert_eq!(references(&json["issues_with_access"]).len(), 3);
        app.fake.people(|people| people.owners.clear());
    }
    coordinator.get("/clerk/api/account/0/perms/").await.expect(404);
    coordinator.get("/clerk/api/account/me/perms/").await.expect(404);
    for status in [500, 403] {
        app.fake.answer(GRAPH, "/", Answer::new(status));
        let reply = coordinator.get(&path).await.expect(200);
        assert!(reply.body.is_empty());
        app.fake.answer_as_usual();
    }
}

#[tokio::test]
async fn others_do_not() {
    let app = app().await;
    let id = newcomer(&app, &["Paralegal"]).await;
    let actors = [app.no_role().await, app.paralegal().await, app.lawyer().await];
    let actors: Vec<&Actor> = actors.iter().collect();
    let (perms, resync) = (
        format!("/clerk/api/account/{id}/perms/"),
        format!("/clerk/api/account/{id}/perms-resync/"),
    );
    refused(&app, Method::GET, &perms, &actors).await;
    refused(&app, Method::POST, &resync, &actors).await;
    assert!(app.fake.calls().is_empty());
    for actor in [app.admin().await, app.superuser().await] {
        actor.get(&perms).await.expect(200);
    }
    let unset = TestApp::start().await;
    let id = newcomer(&unset, &["Paralegal"]).await;
    let reply =
        unset.admin().await.get(&format!("/clerk/api/account/{id}/perms/")).await.expect(200);
    assert!(reply.body.is_empty());
}
