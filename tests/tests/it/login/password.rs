//! The login form and logging out.

use chrono::{DateTime, Utc};
use clerk_base::config::Secret;
use clerk_domain::{
    accounts::password::hash_blocking,
    sessions::{self, Session},
};
use clerk_tests::{NewUser, TestApp, actors::PASSWORD};
use reqwest::Method;
use serde_json::json;

use super::{events, form_token, is_logged_in, log_in, open_login, submit};

const EMAIL: &str = "a.b@anikalegal.org.au";

async fn app_with_user() -> TestApp {
    let app = TestApp::start().await;
    NewUser::new(EMAIL).create(&app.db).await;
    app
}

#[tokio::test]
async fn the_right_password_logs_in() {
    let app = app_with_user().await;
    let page = open_login(&app).await;
    let reply = submit(&app, &[("username", EMAIL), ("password", PASSWORD)], &[]).await;
    let reply = reply.expect(302);
    assert_eq!(reply.header("location"), "/clerk/cases/");
    assert!(is_logged_in(&app, reply.cookie("sessionid").unwrap()).await);
    let cookie = reply.set_cookie("sessionid").unwrap();
    for part in ["HttpOnly", "SameSite=Lax", "Path=/", "Max-Age=1209600"] {
        assert!(cookie.split("; ").any(|piece| piece == part), "{part} in {cookie}");
    }
    assert!(!cookie.contains("Domain"), "for this host only: {cookie}");
    let token = reply.cookie("csrftoken").unwrap();
    assert!(token.len() == 32 && token != page.cookie, "rotated");
    let last_login: Option<DateTime<Utc>> =
        app.db.value("SELECT last_login FROM auth_user", &[]).await;
    assert!((app.ctx.clock.now() - last_login.unwrap()).num_seconds() < 60);
    assert_eq!(events(&app).await, ["login password known"]);
}

#[tokio::test]
async fn an_old_hash_is_made_anew() {
    let app = TestApp::start().await;
    for (email, rounds) in [("old@anikalegal.org.au", 1000), ("today@anikalegal.org.au", 870_000)] {
        let password = hash_blocking(PASSWORD, "saltsaltsaltsaltsaltsa", rounds);
        NewUser { password: password.clone(), ..NewUser::new(email) }.create(&app.db).await;
        let reply = log_in(&app, email, PASSWORD).await.expect(302);
        let stored: String =
            app.db.value("SELECT password FROM auth_user WHERE email = $1", &[&email]).await;
        if rounds == 870_000 {
            assert_eq!(stored, password.expose());
        } else {
            let parts: Vec<&str> = stored.split('$').collect();
            assert_eq!(parts[..2], ["pbkdf2_sha256", "870000"]);
            assert!(parts[2].len() == 22 && parts[2] != "saltsaltsaltsaltsaltsa");
        }
        assert!(is_logged_in(&app, reply.cookie("sessionid").unwrap()).await);
        log_in(&app, email, PASSWORD).await.expect(302);
    }
}

#[tokio::test]
async fn every_refusal_looks_the_same() {
    let app = app_with_user().await;
    let new = NewUser { is_active: false, ..NewUser::new("inactive@anikalegal.org.au") };
    new.create(&app.db).await;
    let password = Secret::new("!unusable");
    NewUser { password, ..NewUser::new("google@anikalegal.org.au") }.create(&app.db).await;
    let mut pages = Vec::new();
    for (username, password) in [
        (EMAIL, "wrong"),
        (EMAIL, ""),
        ("A.B@anikalegal.org.au", PASSWORD),
        ("inactive@anikalegal.org.au", PASSWORD),
        ("google@anikalegal.org.au", "!unusable"),
        ("nobody@anikalegal.org.au", PASSWORD),
        ("", ""),
        ("nul\0byte", PASSWORD),
        (&"long".repeat(100), PASSWORD),
    ] {
        let reply = log_in(&app, username, password).await.expect(200);
        assert!(reply.set_cookie("sessionid").is_none(), "{username}");
        let text = reply.text().replace(&form_token(&reply), "TOKEN");
        pages.push(text.replace(&format!("value=\"{username}\""), "value=\"USERNAME\""));
    }
    assert!(pages[0].contains("role=\"alert\""));
    assert!(pages.iter().all(|page| *page == pages[0]), "{pages:#?}");
    assert_eq!(app.db.value::<i64>("SELECT count(*) FROM django_session", &[]).await, 0);
    let events = events(&app).await;
    assert_eq!(events.len(), pages.len());
    assert!(events.iter().all(|event| event.starts_with("failure password")));
    let hashes = "SELECT count(*) FROM clerk.login_event WHERE account_hash LIKE '%@%'";
    assert_eq!(app.db.value::<i64>(hashes, &[]).await, 0);
}

#[tokio::test]
async fn next_leads_only_to_our_own_pages() {
    let app = app_with_user().await;
    let visitor = app.anonymous();
    let page = visitor.get("/accounts/login/?next=%2Fclerk%2Fparties%2F%3Fq%3D1%262").await;
    assert!(page.text().contains("name=\"next\" value=\"/clerk/parties/?q=1&#38;2\""));
    let page = visitor.get("/accounts/login/?next=//evil.net").await;
    assert!(!page.text().contains("evil.net"));
    let user = app.paralegal().await;
    for (next, location) in [
        ("", "/clerk/cases/"),
        ("/clerk/parties/?page=2", "/clerk/parties/?page=2"),
        ("//evil.net", "/clerk/cases/"),
        ("/\\evil.net", "/clerk/cases/"),
        ("https://evil.net/clerk/cases/", "/clerk/cases/"),
    ] {
        let fields = [("username", EMAIL), ("password", PASSWORD), ("next", next)];
        let reply = submit(&app, &fields, &[]).await.expect(302);
        assert_eq!(reply.header("location"), location, "{next}");
        let again = user.request(Method::GET, "/accounts/login/").query(&[("next", next)]);
        assert_eq!(user.send(again).await.expect(302).header("location"), location, "{next}");
    }
}

#[tokio::test]
async fn a_login_replaces_the_session_and_keeps_what_an_anonymous_one_remembers() {
    let app = app_with_user().await;
    let other = app.paralegal().await;
    let secret = &app.ctx.config.security.secret_key;
    let now = app.ctx.clock.now();
    let data = json!({"wagtail": {"a": [1, 2.5, "ü"]}, "_language": "ar"});
    let anonymous = Session::new(data.as_object().unwrap().clone(), now);
    let mut conn = app.ctx.db().await.unwrap();
    sessions::insert(&mut conn, &anonymous, secret, now).await.unwrap();
    for (previous, kept) in
        [(anonymous.key.as_str(), true), (other.session.as_deref().unwrap(), false)]
    {
        let page = open_login(&app).await;
        let visitor = app.anonymous();
        let cookies = format!("csrftoken={}; sessionid={previous}", page.cookie);
        let form = [
            ("csrfmiddlewaretoken", page.token.as_str()),
            ("username", EMAIL),
            ("password", PASSWORD),
        ];
        let request = visitor.request(Method::POST, "/accounts/login/").form(&form);
        let reply = visitor.send(request.header("cookie", cookies)).await.expect(302);
        let key = reply.cookie("sessionid").unwrap();
        assert_ne!(key, previous);
        let session = sessions::load(&mut conn, key, secret, now).await.unwrap().unwrap();
        assert_eq!(session.data.contains_key("wagtail"), kept);
        if kept {
            assert_eq!(session.data["wagtail"], data["wagtail"]);
            assert_eq!(session.data["_language"], "ar");
        }
        assert!(sessions::load(&mut conn, previous, secret, now).await.unwrap().is_none());
    }
}

#[tokio::test]
async fn logging_out_ends_the_session() {
    let app = TestApp::start().await;
    let (one, two) = (app.paralegal().await, app.paralegal().await);
    let reply = one.get("/accounts/logout/").await.expect(302);
    assert_eq!(reply.header("location"), "/accounts/login/");
    assert!(reply.set_cookie("sessionid").unwrap().starts_with("sessionid=;"));
    assert!(!is_logged_in(&app, one.session.as_deref().unwrap()).await);
    assert!(is_logged_in(&app, two.session.as_deref().unwrap()).await);
    let without_token = two.request(Method::POST, "/accounts/logout/");
    let without_token = without_token.header("x-csrftoken", "").form(&[("a", "b")]);
    two.send(without_token).await.expect(403);
    assert!(is_logged_in(&app, two.session.as_deref().unwrap()).await);
    let form = [("csrfmiddlewaretoken", clerk_tests::actors::CSRF_TOKEN)];
    two.send(two.request(Method::POST, "/accounts/logout/").form(&form)).await.expect(302);
    assert!(!is_logged_in(&app, two.session.as_deref().unwrap()).await);
    assert_eq!(events(&app).await, ["logout - known", "logout - known"]);
    app.anonymous().get("/accounts/logout/").await.expect(302);
    assert_eq!(events(&app).await.len(), 2);
}
