//! The pages of people, tenancies and clients show the cases that their viewer may see.

use clerk_tests::{
    Actor, factories,
    pages::{context, loaded, title, with_front_end},
};
use serde_json::{Value, json};

async fn shown(actor: &Actor, path: &str) -> Value {
    context(&actor.get(path).await.expect(200), "REACT_CONTEXT")
}

fn filerefs(context: &Value) -> Vec<&str> {
    context["issues"]
        .as_array()
        .unwrap()
        .iter()
        .map(|case| case["fileref"].as_str().unwrap())
        .collect()
}

#[tokio::test]
async fn a_person_has_the_cases_of_their_homes() {
    let (app, _root) = with_front_end().await;
    let (coordinator, paralegal, lawyer) =
        (app.coordinator().await, app.paralegal().await, app.lawyer().await);
    let db = &app.db;
    let person = factories::person(db, "Lana <Landlord>").await;
    let let_out = factories::tenancy(db, Some(person), None).await;
    let managed = factories::tenancy(db, None, Some(person)).await;
    let both = factories::tenancy(db, Some(person), Some(person)).await;
    let day = |number: u32| format!("2026-01-0{number}T00:00:00Z").parse().unwrap();
    let new = factories::case;
    new().fileref("R0001").at(day(1)).tenancy(let_out).create(db).await;
    new().fileref("R0002").at(day(2)).tenancy(managed).paralegal(paralegal.id()).create(db).await;
    let case = new().fileref("R0003").at(day(3)).tenancy(both).closed("CHURNED");
    case.lawyer(lawyer.id()).create(db).await;
    new().fileref("R0004").at(day(4)).support_worker(person).create(db).await;

    let path = format!("/clerk/parties/{person}/");
    let page = coordinator.get(&path).await.expect(200);
    assert_eq!(title(&page), "Lana &#60;Landlord&#62;");
    let found = context(&page, "REACT_CONTEXT");
    assert_eq!(filerefs(&found), ["R0003", "R0002", "R0001"]);
    assert_eq!(found["is_editable"], true);
    assert_eq!(found["list_url"], "/clerk/parties/");
    assert_eq!(found["person"]["full_name"], "Lana <Landlord>");
    assert_eq!(found["person"]["support_contact_preferences"]["choices"][0], json!(["", "-"]));
    let found = shown(&paralegal, &path).await;
    assert_eq!((filerefs(&found), &found["is_editable"]), (vec!["R0002"], &json!(false)));
    assert_eq!(filerefs(&shown(&lawyer, &path).await), ["R0003"]);
    assert_eq!(filerefs(&shown(&app.paralegal().await, &path).await), Vec::<&str>::new());

    let stored = db.value::<i32>("SELECT id FROM core_person", &[]).await;
    assert_eq!(found["person"]["id"], stored);
}

#[tokio::test]
async fn a_tenancy_and_a_client_need_a_case() {
    let (app, _root) = with_front_end().await;
    let (coordinator, paralegal, lawyer) =
        (app.coordinator().await, app.paralegal().await, app.lawyer().await);
    let db = &app.db;
    let landlord = factories::person(db, "Lana Landlord").await;
    let agent = factories::person(db, "Arno Agent").await;
    let tenancy = factories::tenancy(db, Some(landlord), Some(agent)).await;
    let client = factories::client("Clara", "Client").create(db).await;
    let day = |number: u32| format!("2026-01-0{number}T00:00:00Z").parse().unwrap();
    let new = || factories::case().tenancy(tenancy).client(client);
    new().fileref("R0001").at(day(1)).paralegal(paralegal.id()).create(db).await;
    new()
        .fileref("R0002")
        .at(day(2))
        .paralegal(paralegal.id())
        .lawyer(lawyer.id())
        .create(db)
        .await;
    new().fileref("R0003").at(day(3)).create(db).await;
    for path in [format!("/clerk/tenancy/{tenancy}/"), format!("/clerk/client/{client}/")] {
        assert_eq!(filerefs(&shown(&coordinator, &path).await), ["R0003", "R0002", "R0001"]);
        assert_eq!(filerefs(&shown(&paralegal, &path).await), ["R0002", "R0001"]);
        assert_eq!(filerefs(&shown(&lawyer, &path).await), ["R0002"]);
        for stranger in [app.paralegal().await, app.lawyer().await] {
            assert_eq!(loaded(&stranger.get(&path).await.expect(403)), "403");
        }
        // A paralegal who is noted as the lawyer of a case does not see it.
        let odd = app.paralegal().await;
        db.execute("UPDATE core_issue SET lawyer_id = $1 WHERE fileref = 'R0003'", &[&odd.id()])
            .await;
        odd.get(&path).await.expect(403);
    }
    let found = shown(&coordinator, &format!("/clerk/tenancy/{tenancy}/")).await;
    assert_eq!(found["tenancy"]["landlord"]["full_name"], "Lana Landlord");
    assert_eq!(found["tenancy"]["agent"]["full_name"], "Arno Agent");
    assert_eq!(found["tenancy"]["url"], format!("/clerk/tenancy/{tenancy}/"));
    assert_eq!(found["tenancy"], found["issues"][0]["tenancy"]);
    let found = shown(&coordinator, &format!("/clerk/client/{client}/")).await;
    assert_eq!(found["client"]["full_name"], "Clara Client");
    assert_eq!(found["client"], found["issues"][0]["client"]);
    let lonely = factories::tenancy(db, None, None).await;
    let path = format!("/clerk/tenancy/{lonely}/");
    assert_eq!(filerefs(&shown(&coordinator, &path).await), Vec::<&str>::new());
    paralegal.get(&path).await.expect(403);
}
