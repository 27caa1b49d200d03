//! The pages of the emails of a case.

use clerk_tests::{
    factories,
    pages::{context, with_front_end},
};
use serde_json::{Value, json};

#[tokio::test]
async fn what_the_pages_are_told() {
    let (app, _root) = with_front_end().await;
    let paralegal = app.paralegal().await;
    let case = factories::case().topic("BONDS").paralegal(paralegal.id());
    let case = case.create(&app.db).await.id;
    let email = factories::email("SENT").case(case).html("").create(&app.db).await;
    for (topic, name, day) in
        [("BONDS", "b", 3), ("GENERAL", "a", 1), ("REPAIRS", "c", 2), ("BONDS", "d", 2)]
    {
        let id = factories::email_template(&app.db, topic, name).await;
        app.db
            .execute(
                "UPDATE emails_emailtemplate SET created_at = make_date(2026, 1, $2) WHERE id = $1",
                &[&id, &day],
            )
            .await;
    }
    let context_of = async |path: &str| {
        let page = paralegal.get(&format!("/clerk/cases/email/{case}/{path}")).await.expect(200);
        let mut context = context(&page, "REACT_CONTEXT");
        context.as_object_mut().unwrap().remove("user");
        context
    };
    let list = context_of("").await;
    let domain = &app.ctx.config.mail.domain;
    let short = &case.simple().to_string()[..8];
    assert_eq!(list["case_email_address"], format!("Anika Legal <case.{short}@{domain}>"));
    assert_eq!(list["draft_url"], format!("/clerk/cases/email/{case}/draft/"));
    assert_eq!(list["urls"]["email"], format!("/clerk/cases/email/{case}/"));
    assert_eq!(
        context_of("thread/re-my-home_2/").await,
        json!({"case_pk": case, "thread_slug": "re-my-home_2",
               "case_email_list_url": format!("/clerk/cases/email/{case}/")})
    );
    let draft = context_of("draft/").await;
    assert_eq!(draft["parent_email_id"], Value::Null);
    assert_eq!(draft["case_email_url"], format!("/clerk/cases/email/{case}/"));
    let names: Vec<_> =
        draft["templates"].as_array().unwrap().iter().map(|template| &template["name"]).collect();
    assert_eq!(names, ["a", "d", "b"]);
    let mut keys: Vec<_> = draft["templates"][0].as_object().unwrap().keys().collect();
    keys.sort();
    assert_eq!(keys, ["created_at", "id", "name", "subject", "text", "topic", "url"]);
    assert_eq!(context_of("draft/?parent=17").await["parent_email_id"], "17");
    assert_eq!(
        context_of(&format!("draft/{email}/")).await,
        json!({"case_pk": case, "email_pk": email.to_string(),
               "email_preview_url": format!("/clerk/cases/email/{case}/draft/{email}/preview/"),
               "case_email_url": format!("/clerk/cases/email/{case}/")})
    );
}

#[tokio::test]
async fn a_preview_is_the_mail_and_runs_nothing() {
    let (app, _root) = with_front_end().await;
    let paralegal = app.paralegal().await;
    let case = factories::case().paralegal(paralegal.id()).create(&app.db).await.id;
    let html = "<p>Dear <b>Zoë</b></p><script>alert(1)</script><img src=x onerror=alert(2)>\
                <a href=\"javascript:alert(3)\">here</a><iframe src=\"//evil.example\"></iframe>\
                <form action=\"/x\"><input></form><style>p { color: red }</style>";
    let email = factories::email("DRAFT").case(case).html(html).create(&app.db).await;
    let path = format!("/clerk/cases/email/{case}/draft/{email}/preview/");
    let page = paralegal.get(&path).await.expect(200);
    assert_eq!(page.header("content-type"), "text/html; charset=utf-8");
    assert_eq!(page.header("cache-control"), "no-store");
    let policy = page.header("content-security-policy");
    assert!(policy.contains("default-src 'none'") && policy.contains("sandbox"), "{policy}");
    assert!(!policy.contains("script-src") && !policy.contains("allow-scripts"), "{policy}");
    assert!(page.text().starts_with("<!DOCTYPE html>"));
    assert!(page.text().contains("<b>Zoë</b>") && page.text().contains("Anika Legal"));
    for bad in ["alert", "script", "onerror", "iframe", "<form", "<input", "REACT_CONTEXT", "red }"]
    {
        assert!(!page.text().contains(bad), "{bad}");
    }
    let blank = factories::email("DRAFT").case(case).html("").create(&app.db).await;
    let page = paralegal
        .get(&format!("/clerk/cases/email/{case}/draft/{blank}/preview/"))
        .await
        .expect(200);
    assert!(page.text().contains("Anika Legal"));

    app.no_role().await.get(&path).await.expect(403);
    app.paralegal().await.get(&path).await.expect(403);
    app.lawyer().await.get(&path).await.expect(403);
    app.coordinator().await.get(&path).await.expect(200);
    app.anonymous().get(&path).await.expect(302);
}
