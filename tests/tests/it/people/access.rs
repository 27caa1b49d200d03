//! Who sees which party.

use clerk_tests::{TestApp, factories};
use serde_json::json;

#[tokio::test]
async fn below_coordinators_one_sees_those_of_ones_own_cases() {
    let app = TestApp::start().await;
    let (paralegal, lawyer) = (app.paralegal().await, app.lawyer().await);
    let landlord = factories::person(&app.db, "Alma Landlord").await;
    let agent = factories::person(&app.db, "Bert Agent").await;
    let worker = factories::person(&app.db, "Cleo Worker").await;
    let stranger = factories::person(&app.db, "Dora Stranger").await;
    let tenancy = factories::tenancy(&app.db, Some(landlord), Some(agent)).await;
    // The same parties on two cases are listed once.
    for _ in 0..2 {
        let case = factories::case().tenancy(tenancy).support_worker(worker);
        case.paralegal(paralegal.id()).create(&app.db).await;
    }
    let tenancy = factories::tenancy(&app.db, None, Some(agent)).await;
    // A paralegal named as lawyer gains nothing.
    let case = factories::case().tenancy(tenancy).lawyer(paralegal.id());
    case.support_worker(stranger).create(&app.db).await;
    factories::case().tenancy(tenancy).lawyer(lawyer.id()).create(&app.db).await;

    let everybody = [landlord, agent, worker, stranger];
    let own = [landlord, agent, worker];
    for (name, actor, visible) in [
        ("paralegal", &paralegal, &own[..]),
        ("lawyer", &lawyer, &[agent]),
        ("another paralegal", &app.paralegal().await, &[]),
        ("coordinator", &app.coordinator().await, &everybody),
        ("admin", &app.admin().await, &everybody),
        ("superuser", &app.superuser().await, &everybody),
    ] {
        let list = actor.get("/clerk/api/person/").await.expect(200).json();
        let ids: Vec<i64> = list["results"]
            .as_array()
            .unwrap()
            .iter()
            .map(|person| person["id"].as_i64().unwrap())
            .collect();
        let visible: Vec<i64> = visible.iter().copied().map(i64::from).collect();
        assert_eq!(ids, visible, "{name}");
        assert_eq!(list["item_count"], visible.len(), "{name}");
        for id in everybody {
            let status = if visible.contains(&id.into()) { 200 } else { 403 };
            let found = actor.get(&format!("/clerk/api/person/{id}/")).await;
            assert_eq!(found.status.as_u16(), status, "{name}, {id}");
        }
        actor.get("/clerk/api/person/999999/").await.expect(404);
    }
    for actor in [app.no_role().await, app.inactive().await, app.anonymous()] {
        actor.get("/clerk/api/person/").await.expect(403);
        actor.get(&format!("/clerk/api/person/{landlord}/")).await.expect(403);
    }
}

#[tokio::test]
async fn coordinators_write() {
    let app = TestApp::start().await;
    let (paralegal, lawyer) = (app.paralegal().await, app.lawyer().await);
    let person = factories::person(&app.db, "Alma Landlord").await;
    let case = factories::case().support_worker(person).paralegal(paralegal.id());
    case.lawyer(lawyer.id()).create(&app.db).await;
    let path = format!("/clerk/api/person/{person}/");
    for actor in [paralegal, lawyer, app.no_role().await, app.inactive().await, app.anonymous()] {
        actor.post("/clerk/api/person/", json!({"full_name": ""})).await.expect(403);
        actor.patch(&path, json!({"full_name": ""})).await.expect(403);
        actor.put(&path, json!({})).await.expect(403);
        actor.delete(&path).await.expect(403);
    }
    let name: String =
        app.db.value("SELECT full_name FROM core_person WHERE id = $1", &[&person]).await;
    assert_eq!(name, "Alma Landlord");
    for actor in [app.coordinator().await, app.admin().await, app.superuser().await] {
        actor.patch(&path, json!({"address": "3 Test Street"})).await.expect(200);
    }
}
