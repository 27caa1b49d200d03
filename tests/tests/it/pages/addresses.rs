//! Addresses that lead elsewhere.

use clerk_tests::{TestApp, factories};

#[tokio::test]
async fn old_addresses_still_work() {
    let app = TestApp::start().await;
    for (old, new) in [
        ("/case/", "/clerk/"),
        ("/case/cases/inbox/", "/clerk/cases/inbox/"),
        ("/case/parties/7/?a=b", "/clerk/parties/7/"),
        ("/case/a%20b", "/clerk/a%20b"),
        ("/case//example.com/", "/clerk//example.com/"),
    ] {
        let reply = app.anonymous().get(old).await.expect(302);
        assert_eq!(reply.header("location"), new, "{old}");
    }
}

#[tokio::test]
async fn a_missing_slash_is_added() {
    let app = TestApp::start().await;
    let case = factories::case().create(&app.db).await.id;
    let coordinator = app.coordinator().await;
    for path in [
        "/clerk/cases/inbox".to_owned(),
        "/clerk/paralegals".into(),
        "/clerk/templates/notify/create".into(),
        format!("/clerk/cases/{case}/docs"),
        format!("/clerk/cases/email/{case}/thread/a-b"),
        "/clerk/parties/7".into(),
        "/case".into(),
    ] {
        for actor in [&coordinator, &app.anonymous()] {
            let reply = actor.get(&format!("{path}?a=b%20c")).await.expect(301);
            assert_eq!(reply.header("location"), format!("{path}/?a=b%20c"));
            let head = actor.request(reqwest::Method::HEAD, &path);
            assert_eq!(actor.send(head).await.expect(301).header("location"), format!("{path}/"));
        }
    }
    coordinator.get("/clerk/cases/inbox/x").await.expect(404);
    coordinator.post("/clerk/cases/inbox", serde_json::json!({})).await.expect(404);
}

#[tokio::test]
async fn every_link_of_the_navigation_leads_somewhere() {
    let app = TestApp::start().await;
    for actor in [app.paralegal().await, app.coordinator().await, app.admin().await] {
        let page = actor.get("/clerk/cases/").await.expect(200);
        let (_, nav) = page.text().split_once("<nav").unwrap();
        let (nav, _) = nav.split_once("</nav>").unwrap();
        let links: Vec<_> =
            nav.split("href=\"").skip(1).map(|rest| rest.split_once('"').unwrap().0).collect();
        assert!(links.len() >= 3);
        for link in links {
            let status = if link == "/accounts/logout/" { continue } else { 200 };
            let page = actor.get(link).await.expect(status);
            let current = format!(r#"<a href="{link}" aria-current="page">"#);
            assert!(page.text().contains(&current), "{link}");
        }
    }
}
