//! Sessions, logging in and out, lock-outs.

mod google;
mod lockout;
mod password;
mod sessions;

use clerk_tests::{Reply, TestApp};
use reqwest::Method;

/// The page, its CSRF cookie and its form's token, as a browser has them.
struct LoginPage {
    cookie: String,
    token: String,
}

async fn open_login(app: &TestApp) -> LoginPage {
    let reply = app.anonymous().get("/accounts/login/").await.expect(200);
    LoginPage { cookie: reply.cookie("csrftoken").unwrap().to_owned(), token: form_token(&reply) }
}

fn form_token(reply: &Reply) -> String {
    let (_, rest) = reply.text().split_once("name=\"csrfmiddlewaretoken\" value=\"").unwrap();
    rest.split('"').next().unwrap().to_owned()
}

/// Opens the login page and sends its form with these fields and headers.
async fn submit(app: &TestApp, fields: &[(&str, &str)], headers: &[(&str, &str)]) -> Reply {
    let page = open_login(app).await;
    let mut form = vec![("csrfmiddlewaretoken", page.token.as_str())];
    form.extend(fields);
    let visitor = app.anonymous();
    let mut request = visitor
        .request(Method::POST, "/accounts/login/")
        .header("cookie", format!("csrftoken={}", page.cookie))
        .form(&form);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    visitor.send(request).await
}

async fn log_in(app: &TestApp, username: &str, password: &str) -> Reply {
    submit(app, &[("username", username), ("password", password)], &[]).await
}

/// Whether a session key is logged in: the login page sends such visitors on.
async fn is_logged_in(app: &TestApp, key: &str) -> bool {
    let visitor = app.anonymous();
    let request = visitor.request(Method::GET, "/accounts/login/");
    let reply = visitor.send(request.header("cookie", format!("sessionid={key}"))).await;
    match reply.status.as_u16() {
        302 => true,
        200 => false,
        other => panic!("{other}: {}", reply.text()),
    }
}

/// `kind`, `method` and whether the account is known, of every event in order.
async fn events(app: &TestApp) -> Vec<String> {
    let rows =
        app.db.query("SELECT kind, method, user_id FROM clerk.login_event ORDER BY id", &[]).await;
    rows.iter()
        .map(|row| {
            let method: Option<String> = row.get(1);
            let user: Option<i32> = row.get(2);
            let kind: String = row.get(0);
            let who = if user.is_some() { "known" } else { "unknown" };
            format!("{kind} {} {who}", method.as_deref().unwrap_or("-"))
        })
        .collect()
}
