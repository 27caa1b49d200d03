//! Too many failures.

use chrono::{DateTime, TimeDelta, Utc};
use clerk_tests::{NewUser, Reply, TestApp, actors::PASSWORD};
use futures_util::future::join_all;

use super::{events, form_token, submit};

const EMAIL: &str = "a.b@anikalegal.org.au";
const NOBODY: &str = "nobody@anikalegal.org.au";

fn start() -> DateTime<Utc> {
    DateTime::from_timestamp(1_795_400_000, 0).unwrap()
}

/// An application that locks out after three failures, with one account.
async fn strict() -> TestApp {
    let app = TestApp::builder()
        .at(start())
        .var("CLERK_LOGIN_FAILURES_PER_ADDRESS", 3)
        .var("CLERK_LOGIN_FAILURES_PER_ACCOUNT", 3)
        .start()
        .await;
    NewUser::new(EMAIL).create(&app.db).await;
    app
}

async fn attempt(app: &TestApp, username: &str, password: &str, address: &str) -> Reply {
    let fields = [("username", username), ("password", password)];
    submit(app, &fields, &[("x-forwarded-for", address)]).await
}

fn page(reply: &Reply, username: &str) -> String {
    let text = reply.text().replace(&form_token(reply), "TOKEN");
    text.replace(&format!("value=\"{username}\""), "value=\"USERNAME\"")
}

#[tokio::test]
async fn an_address_is_locked_out_for_five_minutes() {
    let app = strict().await;
    for username in ["one", "two", "three"] {
        attempt(&app, username, "wrong", "203.0.113.1").await.expect(200);
    }
    let reply = attempt(&app, EMAIL, PASSWORD, "203.0.113.1").await.expect(429);
    assert_eq!(reply.header("retry-after"), "300");
    assert!(reply.set_cookie("sessionid").is_none());
    attempt(&app, EMAIL, PASSWORD, "203.0.113.2").await.expect(302);
    attempt(&app, EMAIL, PASSWORD, "203.0.113.1").await.expect(429);
    app.ctx.clock.set(start() + TimeDelta::seconds(301));
    attempt(&app, EMAIL, PASSWORD, "203.0.113.1").await.expect(302);
    let expected = [
        "failure password unknown",
        "failure password unknown",
        "failure password unknown",
        "lockout password unknown",
        "login password known",
        "lockout password unknown",
        "login password known",
    ];
    assert_eq!(events(&app).await, expected);
}

#[tokio::test]
async fn an_account_is_locked_out_for_an_hour_whether_it_exists_or_not() {
    let app = strict().await;
    let mut pages = Vec::new();
    for username in [EMAIL, NOBODY] {
        for number in 1..=3 {
            let address = format!("203.0.113.{number}");
            app.ctx.clock.set(app.ctx.clock.now() + TimeDelta::minutes(6));
            attempt(&app, username, "wrong", &address).await.expect(200);
        }
        let locked = attempt(&app, username, PASSWORD, "203.0.113.9").await.expect(429);
        // Other spellings are the same account to whoever guesses.
        attempt(&app, &username.to_uppercase(), "wrong", "203.0.113.8").await.expect(429);
        pages.push(page(&locked, username));
    }
    assert_eq!(pages[0], pages[1]);
    app.ctx.clock.set(app.ctx.clock.now() + TimeDelta::minutes(61));
    attempt(&app, EMAIL, PASSWORD, "203.0.113.9").await.expect(302);
}

#[tokio::test]
async fn a_success_forgives_nothing() {
    let app = strict().await;
    for password in ["wrong", "wrong", PASSWORD, "wrong"] {
        let status = if password == PASSWORD { 302 } else { 200 };
        attempt(&app, EMAIL, password, "203.0.113.1").await.expect(status);
    }
    attempt(&app, EMAIL, PASSWORD, "203.0.113.1").await.expect(429);
}

#[tokio::test]
async fn attempts_at_the_same_time_count_each_other() {
    let app = strict().await;
    let attempts = (0..12).map(|_| attempt(&app, EMAIL, "wrong", "203.0.113.1"));
    let replies = join_all(attempts).await;
    let looked_at = replies.iter().filter(|reply| reply.status == 200).count();
    assert!(looked_at <= 3, "{looked_at}");
    assert!(replies.iter().all(|reply| [200, 429].contains(&reply.status.as_u16())));
}

#[tokio::test]
async fn only_a_trusted_proxy_names_the_address() {
    let app = TestApp::builder().var("CLERK_TRUSTED_PROXIES", "10.0.0.0/8").start().await;
    attempt(&app, NOBODY, "wrong", "203.0.113.1").await.expect(200);
    let address: String = app.db.value("SELECT address FROM clerk.login_event", &[]).await;
    assert_eq!(address, "127.0.0.1");
}

#[tokio::test]
async fn an_ipv6_network_counts_as_one_address() {
    let app = strict().await;
    for number in 1..=3 {
        attempt(&app, "x", "wrong", &format!("2001:db8:1:2::{number}")).await.expect(200);
        app.db.execute("UPDATE clerk.login_event SET account_hash = NULL", &[]).await;
    }
    attempt(&app, "x", "wrong", "2001:db8:1:2:ffff::1").await.expect(429);
    attempt(&app, "x", "wrong", "2001:db8:1:3::1").await.expect(200);
}
