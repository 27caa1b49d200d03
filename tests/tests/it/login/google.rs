//! Logging in with Google.

use clerk_tests::{NewUser, Reply, TestApp, User, outside::Answer};
use reqwest::{Method, Url};
use serde_json::{Value, json};

use super::{events, is_logged_in};

const EMAIL: &str = "a.b@anikalegal.org.au";
const COMPLETE: &str = "/oauth/complete/google-oauth2/";

/// An application with a client at Google, and an account.
struct Visit {
    app: TestApp,
    user: User,
}

async fn visit() -> Visit {
    let app = TestApp::builder()
        .var("GOOGLE_OAUTH2_KEY", "the-client")
        .var("GOOGLE_OAUTH2_SECRET", "the-secret")
        .start()
        .await;
    let user = NewUser::new(EMAIL).create(&app.db).await;
    let token = json!({"access_token": "at", "expires_in": 3599, "token_type": "Bearer"});
    app.fake.answer(
        "accounts.google.com",
        "/o/oauth2/token",
        Answer::new(200).set_body_json(token),
    );
    Visit { app, user }
}

impl Visit {
    fn says(&self, email: &str, is_verified: bool) {
        let profile = json!({"sub": "1", "email": email, "email_verified": is_verified});
        let answer = Answer::new(200).set_body_json(profile);
        self.app.fake.answer_once("www.googleapis.com", "/oauth2/v3/userinfo", answer);
    }

    /// Begins a login: the address at Google, and the cookie that goes with it.
    async fn begin(&self, query: &str) -> (Url, String) {
        let reply = self
            .app
            .anonymous()
            .get(&format!("/oauth/login/google-oauth2/{query}"))
            .await
            .expect(302);
        let cookie = reply.cookie("oauth_flow").unwrap();
        (reply.header("location").parse().unwrap(), format!("oauth_flow={cookie}"))
    }

    async fn complete(&self, query: &[(&str, &str)], cookie: &str) -> Reply {
        let visitor = self.app.anonymous();
        let request = visitor.request(Method::GET, COMPLETE).query(query);
        visitor.send(request.header("cookie", cookie)).await
    }

    async fn log_in(&self, query: &str) -> Reply {
        let (url, cookie) = self.begin(query).await;
        self.complete(&[("state", &parameter(&url, "state")), ("code", "the-code")], &cookie).await
    }
}

fn parameter(url: &Url, name: &str) -> String {
    url.query_pairs().find(|(key, _)| key == name).unwrap().1.into_owned()
}

#[tokio::test]
async fn a_colleague_logs_in() {
    let visit = visit().await;
    visit.says("A.B@anikalegal.org.au", true);
    let (url, cookie) = visit.begin("?next=%2Fclerk%2Fparties%2F").await;
    assert!(url.as_str().starts_with(&format!("{}/accounts.google.com/", visit.app.fake.url())));
    assert_eq!(parameter(&url, "client_id"), "the-client");
    assert_eq!(parameter(&url, "redirect_uri"), format!("http://localhost:8000{COMPLETE}"));
    let state = parameter(&url, "state");
    let reply =
        visit.complete(&[("state", &state), ("code", "the-code")], &cookie).await.expect(302);
    assert_eq!(reply.header("location"), "/clerk/parties/");
    assert!(is_logged_in(&visit.app, reply.cookie("sessionid").unwrap()).await);
    assert!(reply.set_cookie("oauth_flow").unwrap().contains("Max-Age=0"));
    assert_eq!(reply.cookie("csrftoken").unwrap().len(), 32);
    let token = &visit.app.fake.calls_to("accounts.google.com")[0];
    let form = token.text();
    for part in ["code=the-code", "client_secret=the-secret", "code_verifier=", "grant_type="] {
        assert!(form.contains(part), "{part} in {form}");
    }
    assert_eq!(
        visit.app.fake.calls_to("www.googleapis.com")[0].header("authorization"),
        "Bearer at"
    );
    let row = visit
        .app
        .db
        .query("SELECT provider, uid, user_id, extra_data FROM social_auth_usersocialauth", &[])
        .await;
    assert_eq!(row.len(), 1);
    assert_eq!(row[0].get::<_, &str>(0), "google-oauth2");
    assert_eq!(row[0].get::<_, &str>(1), "A.B@anikalegal.org.au");
    assert_eq!(row[0].get::<_, i32>(2), visit.user.id);
    let extra: Value = row[0].get(3);
    assert_eq!((&extra["expires"], &extra["token_type"]), (&json!(3599), &json!("Bearer")));
    assert_eq!(events(&visit.app).await, ["login google known"]);
}

#[tokio::test]
async fn a_link_made_earlier_counts_even_if_the_address_has_changed() {
    let visit = visit().await;
    visit.says(EMAIL, true);
    visit.log_in("").await.expect(302);
    visit.app.db.execute("UPDATE auth_user SET email = 'new@anikalegal.org.au'", &[]).await;
    visit.says(EMAIL, true);
    let reply = visit.log_in("?next=//evil.net").await.expect(302);
    assert_eq!(reply.header("location"), "/clerk/cases/");
    let links = "SELECT count(*) FROM social_auth_usersocialauth";
    assert_eq!(visit.app.db.value::<i64>(links, &[]).await, 1);
}

#[tokio::test]
async fn others_are_refused_and_told_why() {
    let visit = visit().await;
    let inactive = NewUser { is_active: false, ..NewUser::new("in.active@anikalegal.org.au") };
    inactive.create(&visit.app.db).await;
    NewUser::new("out.side@example.com").create(&visit.app.db).await;
    for (email, is_verified, words) in [
        ("no.body@anikalegal.org.au", true, "not ready yet"),
        ("in.active@anikalegal.org.au", true, "not ready yet"),
        ("out.side@example.com", true, "Not one of our accounts"),
        (EMAIL, false, "Not one of our accounts"),
        ("a@anikalegal.org.au@example.com", true, "Not one of our accounts"),
    ] {
        visit.says(email, is_verified);
        let reply = visit.log_in("").await.expect(403);
        assert!(reply.text().contains(words), "{email}: {}", reply.text());
        assert!(reply.set_cookie("sessionid").is_none());
    }
    let links = "SELECT count(*) FROM social_auth_usersocialauth";
    assert_eq!(visit.app.db.value::<i64>(links, &[]).await, 0);
    assert_eq!(visit.app.db.value::<i64>("SELECT count(*) FROM auth_user", &[]).await, 3);
    assert!(events(&visit.app).await.iter().all(|event| event.starts_with("failure google")));
}

#[tokio::test]
async fn an_answer_that_nobody_asked_for_is_refused() {
    let visit = visit().await;
    let (url, cookie) = visit.begin("").await;
    let state = parameter(&url, "state");
    let code = ("code", "the-code");
    visit.complete(&[("state", "other"), code], &cookie).await.expect(400);
    visit.complete(&[code], &cookie).await.expect(400);
    visit.complete(&[("state", &state), code], "").await.expect(400);
    visit.complete(&[("state", &state), code], "oauth_flow=forged:a:b").await.expect(400);
    visit.complete(&[("state", &state), ("error", "access_denied")], &cookie).await.expect(403);
    assert!(visit.app.fake.calls().is_empty());
}

#[tokio::test]
async fn google_in_trouble_is_a_page_not_a_crash() {
    let visit = visit().await;
    for answer in [Answer::new(500), Answer::new(200), Answer::new(200).set_body_json(json!({}))] {
        visit.app.fake.answer_once("www.googleapis.com", "/oauth2/v3/userinfo", answer);
        let reply = visit.log_in("").await.expect(502);
        assert!(reply.header("content-type").starts_with("text/html"));
    }
}

#[tokio::test]
async fn the_button_is_there_when_google_is_set_up() {
    let visit = visit().await;
    let page = visit.app.anonymous().get("/accounts/login/?next=/clerk/parties/").await;
    assert!(page.text().contains("/oauth/login/google-oauth2/?next=%2Fclerk%2Fparties%2F"));
    let plain = TestApp::start().await;
    assert!(!plain.anonymous().get("/accounts/login/").await.text().contains("google"));
    plain.anonymous().get("/oauth/login/google-oauth2/").await.expect(404);
    plain.anonymous().get(COMPLETE).await.expect(404);
}
