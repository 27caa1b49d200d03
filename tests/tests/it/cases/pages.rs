//! The pages, with a front end and without.

use std::fs;

use clerk_tests::{
    Actor, TestApp, factories,
    pages::{context, with_front_end},
};
use serde_json::{Value, json};

#[track_caller]
fn assert_order(text: &str, parts: &[&str]) {
    let mut last = 0;
    for part in parts {
        let at = text[last..].find(part).unwrap_or_else(|| panic!("{part} in {text}"));
        last += at + part.len();
    }
}

fn flags(context: &Value) -> Vec<&str> {
    let user = context["user"].as_object().unwrap();
    assert_eq!(user.len(), 8);
    user.iter().filter(|(_, flag)| **flag == json!(true)).map(|(name, _)| name.as_str()).collect()
}

#[tokio::test]
async fn the_list_loads_the_front_end() {
    let (app, _root) = with_front_end().await;
    let page = app.coordinator().await.get("/clerk/cases/").await.expect(200);
    assert_eq!(page.header("content-type"), "text/html; charset=utf-8");
    assert_order(
        page.text(),
        &[
            "<title>Cases | Anika Clerk</title>",
            r#"href="/static/styles/global.css""#,
            "window.REACT_CONTEXT = ",
            "window.SENTRY_CONTEXT = ",
            r#"<link rel="stylesheet" href="/static/assets/deep-Xyz01234.css">"#,
            r#"<link rel="stylesheet" href="/static/assets/utils-Xyz01234.css">"#,
            r#"<link rel="stylesheet" href="/static/assets/case-list-Ab3dEf6h.css">"#,
            r#"<script type="module" crossorigin="" src="/static/assets/case-list-D0ekl-t_.js"></script>"#,
            r#"<link rel="modulepreload" href="/static/assets/utils-Xyz01234.js" as="script" crossorigin="anonymous">"#,
            r#"<div id="app"></div>"#,
        ],
    );
    assert!(!page.text().contains("not installed"));
    assert_eq!(context(&page, "SENTRY_CONTEXT"), json!({"dsn": "", "environment": "test"}));
    let context = context(&page, "REACT_CONTEXT");
    assert_eq!(context["create_url"], "/clerk/cases/create/");
    assert_eq!(context["choices"]["is_open"], json!([["True", "Open"], ["False", "Closed"]]));
    let lengths = ["topic", "stage", "outcome"]
        .map(|name| context["choices"][name].as_array().unwrap().len());
    assert_eq!(lengths, [7, 8, 7]);
    assert_eq!(
        flags(&context),
        [
            "is_coordinator",
            "is_coordinator_or_better",
            "is_lawyer_or_better",
            "is_paralegal_or_better"
        ]
    );
}

#[tokio::test]
async fn a_case_and_its_submission_load_the_front_end() {
    let (app, _root) = with_front_end().await;
    let coordinator = app.coordinator().await;
    let case = factories::case().fileref("R0042").create(&app.db).await;
    let id = case.id.to_string();
    for (path, entry) in [
        (format!("/clerk/cases/{id}/"), "case-detail"),
        (format!("/clerk/cases/{id}/submission/"), "submission-detail"),
    ] {
        let page = coordinator.get(&path).await.expect(200);
        assert!(page.text().contains("<title>Case R0042 | Anika Clerk</title>"));
        assert!(page.text().contains(&format!("/static/assets/{entry}-D0ekl-t_.js")));
        let mut context = context(&page, "REACT_CONTEXT");
        context.as_object_mut().unwrap().remove("user");
        assert_eq!(
            context,
            json!({"case_pk": id, "urls": {
                "detail": format!("/clerk/cases/{id}/"),
                "email": format!("/clerk/cases/email/{id}/"),
                "docs": format!("/clerk/cases/{id}/docs/"),
                "dates": format!("/clerk/cases/{id}/dates/"),
                "services": format!("/clerk/cases/{id}/services/"),
                "submission": format!("/clerk/cases/{id}/submission/"),
            }})
        );
    }
}

#[tokio::test]
async fn refusals_are_pages_too() {
    let (app, root) = with_front_end().await;
    let (nobody, paralegal) = (app.no_role().await, app.paralegal().await);
    let case = factories::case().create(&app.db).await;
    let path = format!("/clerk/cases/{}/", case.id);
    let both = async |actor: &Actor, path: &str, status: u16, title: &str| {
        let page = actor.get(path).await.expect(status);
        assert!(page.text().contains(&format!("<title>{title} | Anika Clerk</title>")), "{path}");
        page
    };
    for actor in [&nobody, &paralegal] {
        let page = both(actor, &path, 403, "Not Allowed").await;
        assert!(page.text().contains("/static/assets/403-D0ekl-t_.js"));
        assert!(context(&page, "REACT_CONTEXT")["user"].is_object());
    }
    for path in ["/clerk/nowhere/", "/clerk/api/nowhere/", "/clerk/cases/x/", "/clerk/cases/x"] {
        let page = both(&paralegal, path, 404, "Not Found").await;
        assert!(page.text().contains("/static/assets/404-D0ekl-t_.js"));
    }
    let page = both(&app.anonymous(), "/clerk/nowhere/", 404, "Not Found").await;
    assert!(page.text().contains(r#"<a class="clerk-nav-end" href="/accounts/login/">Login</a>"#));

    fs::remove_file(root.path().join("manifest.json")).unwrap();
    let page = both(&paralegal, "/clerk/nowhere/", 404, "Not Found").await;
    assert!(page.text().contains("<h1>Not found</h1>"));
    let page = both(&paralegal, &path, 403, "Not Allowed").await;
    assert!(page.text().contains("<h1>Not allowed</h1>"));
}

#[tokio::test]
async fn pages_set_the_token_once() {
    let app = TestApp::start().await;
    let coordinator = app.coordinator().await;
    let page = coordinator.get("/clerk/cases/").await.expect(200);
    assert_eq!(page.cookie("csrftoken"), None, "the browser has one");
    let request = coordinator.request(reqwest::Method::GET, "/clerk/cases/");
    let session = format!("sessionid={}", coordinator.session.as_ref().unwrap());
    let page = coordinator.send(request.header("cookie", session)).await.expect(200);
    // An actor's client sends its default cookies only where a request names none.
    let line = page.set_cookie("csrftoken").expect("a new token");
    assert!(!line.to_lowercase().contains("httponly"), "{line}");
}

#[tokio::test]
async fn the_navigation_follows_the_role() {
    let app = TestApp::start().await;
    let links = async |actor: &Actor| {
        let page = actor.get("/clerk/cases/").await.expect(200);
        let all =
            ["Cases", "Inbox", "Review", "Dates", "Parties", "Paralegals", "Accounts", "Templates"];
        let text = page.text().to_owned();
        all.into_iter().filter(|label| text.contains(&format!(">{label}</a>"))).collect::<Vec<_>>()
    };
    let coordinator =
        vec!["Cases", "Inbox", "Review", "Dates", "Parties", "Paralegals", "Accounts"];
    let admin = [coordinator.clone(), vec!["Templates"]].concat();
    assert_eq!(links(&app.paralegal().await).await, ["Cases", "Parties"]);
    assert_eq!(links(&app.lawyer().await).await, ["Cases", "Parties"]);
    assert_eq!(links(&app.coordinator().await).await, coordinator);
    assert_eq!(links(&app.admin().await).await, admin);
    assert_eq!(links(&app.superuser().await).await, admin);
    let nobody = app.no_role().await;
    assert_eq!(links(&nobody).await, ["Cases", "Parties"]);
    let page = nobody.get("/clerk/cases/").await;
    assert!(page.text().contains("Welcome to Clerk"));
}

#[tokio::test]
async fn the_root_leads_to_the_list() {
    let app = TestApp::start().await;
    let reply = app.anonymous().get("/clerk/").await.expect(302);
    assert_eq!(reply.header("location"), "/clerk/cases/");
}

#[tokio::test]
async fn without_a_front_end_the_list_is_plain() {
    let app = TestApp::start().await;
    let coordinator = app.coordinator().await;
    let client = factories::client("Zoë", "<Quick & \"Quiet\">").create(&app.db).await;
    factories::case().fileref("R0001").client(client).create(&app.db).await;
    for number in 2..=20 {
        factories::case().fileref(&format!("B{number:04}")).topic("BONDS").create(&app.db).await;
    }
    let page = coordinator.get("/clerk/cases/?topic=REPAIRS").await.expect(200);
    let text = page.text();
    assert!(text.contains("not installed") && text.contains("CLERK_STATIC_ROOT"));
    assert!(text.starts_with("<!DOCTYPE html>") && !text.contains("REACT_CONTEXT"));
    assert!(text.contains("Zoë &#60;Quick &#38; &#34;Quiet&#34;&#62;"), "{text}");
    assert!(!text.contains("<Quick"));
    assert!(text.contains("1 case") && !text.contains("B0002"));
    assert!(text.contains(r#"<option value="REPAIRS" selected>"#));

    let page = coordinator.get("/clerk/cases/?search=b00&topic=BONDS").await.expect(200);
    assert!(page.text().contains("19 cases, page 1 of 2"));
    let next = "/clerk/cases/?search=b00&#38;topic=BONDS&#38;page=2";
    assert!(page.text().contains(next), "{}", page.text());
    let page = coordinator.get(&next.replace("&#38;", "&")).await.expect(200);
    assert!(page.text().contains("page 2 of 2") && !page.text().contains(">Next</a>"));

    for (query, problem) in
        [("topic=NOPE", "topic: "), ("page=77", "no such page"), ("page=x", "no such page")]
    {
        let page = coordinator.get(&format!("/clerk/cases/?{query}")).await.expect(200);
        assert!(page.text().contains(problem), "{query}");
    }
}

#[tokio::test]
async fn without_a_front_end_a_case_is_plain() {
    let app = TestApp::start().await;
    let coordinator = app.coordinator().await;
    let landlord = factories::person(&app.db, "Lana Landlord").await;
    let tenancy = factories::tenancy(&app.db, Some(landlord), None).await;
    let upload = "2f4a5f02-d95b-4192-9dd7-f9127da47f5c";
    let answers = json!({
        "REPAIRS_ISSUE_START": "2026-01-02",
        "REPAIRS_VCAT": ["APPLIED_VCAT", "Landlord"],
        "CENTRELINK_SUPPORT": true,
        "SUBURB": "<script>alert(1)</script>",
        "REPAIRS_ISSUE_PHOTO": [{"id": upload, "file": "/media/file-uploads/abc.png"}],
    });
    let submission = factories::submission(&app.db, answers).await;
    let case = factories::case().fileref("R0001").tenancy(tenancy).submission(submission);
    let case = case.answers(json!({"ISSUE_START": "2026-01-02"})).create(&app.db).await;
    let text = "First <b>line</b>\n<img src=x onerror=alert(1)>";
    factories::note(case.id, "PARALEGAL").by(coordinator.id()).text(text).create(&app.db).await;
    let email = factories::email("DELIVERED").case(case.id).subject("Welcome & hello");
    email.create(&app.db).await;

    let page = coordinator.get(&format!("/clerk/cases/{}/", case.id)).await.expect(200);
    for part in [
        "not installed",
        "R0001",
        "Clara Client",
        "1 Test Street",
        "Lana Landlord",
        "Issue start",
        "02/01/2026",
        "Welcome &#38; hello",
        "Delivered",
        "First <b>line</b>",
        "File note",
        &format!("/clerk/cases/{}/submission/", case.id),
    ] {
        assert!(page.text().contains(part), "{part}");
    }
    assert!(!page.text().contains("onerror"));

    let page = coordinator.get(&format!("/clerk/cases/{}/submission/", case.id)).await.expect(200);
    for part in [
        "Repairs issue start",
        "02/01/2026",
        "Applied VCAT, Landlord",
        "<dd>Yes</dd>",
        "&#60;script&#62;",
        &format!(r#"<a href="/clerk/files/{upload}/abc.png">abc.png</a>"#),
    ] {
        assert!(page.text().contains(part), "{part} in {}", page.text());
    }
    assert!(!page.text().contains("<script>alert"));
    let bare = factories::case().create(&app.db).await;
    let page = coordinator.get(&format!("/clerk/cases/{}/submission/", bare.id)).await.expect(200);
    assert!(page.text().contains("did not come from a form"));
}
