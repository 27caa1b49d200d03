//! Session rows: the original's are honoured, ours can be read by it.

use aws_lc_rs::{digest, hmac};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::{DateTime, TimeDelta, Utc};
use clerk_base::config::Secret;
use clerk_store::db;
use clerk_tests::{NewUser, TestApp, cluster::Cluster, world::SECRET_KEY};
use serde_json::Value;

use super::{is_logged_in, log_in};
use crate::database::restored;

// From contract/vectors.json, made by the original.
const VECTOR_KEY: &str = "vector-secret-key-0123456789";
const VECTOR_PASSWORD: &str =
    "pbkdf2_sha256$870000$saltsaltsaltsaltsaltsa$4R8VLfQhdXi5Xy2mkMntR+OFEMEgUOVtWqd42Go3kNc=";
const VECTOR_SESSION: &str = ".eJxVjDsOwjAQBe_iGlms4y8lPWew1p_FAWRLcVIh7o4jpYB2Zt57M4_bWvzW8-LnxC7MsNMvCxifue4iPbDeG4-trssc-J7ww3Z-aym_rkf7d1Cwl7FGNBZSIEPKTMoF6YCyjFbogeBMMWslyKJEQROAU-NauElEGGnQkn2-90s4EA:1xVJYW:xYFy_6_teKcBx67Loby3zKVZ5lG4eBRaZnkGFmGFP_0";
const KEY: &str = "k3yk3yk3yk3yk3yk3yk3yk3yk3yk3y12";

async fn insert_session(app: &TestApp, data: &str, expires_at: DateTime<Utc>) {
    let sql = "INSERT INTO django_session (session_key, session_data, expire_date) \
               VALUES ($1, $2, $3)";
    app.db.execute(sql, &[&KEY, &data, &expires_at]).await;
}

async fn count(app: &TestApp) -> i64 {
    app.db.value("SELECT count(*) FROM django_session", &[]).await
}

#[tokio::test]
async fn a_session_of_the_original_is_honoured() {
    let app = TestApp::builder().var("DJANGO_SECRET_KEY", VECTOR_KEY).start().await;
    let password = Secret::new(VECTOR_PASSWORD);
    let user =
        NewUser { password, ..NewUser::new("seven@anikalegal.org.au") }.create(&app.db).await;
    app.db.execute("UPDATE auth_user SET id = 7 WHERE id = $1", &[&user.id]).await;
    assert!(!is_logged_in(&app, KEY).await);
    insert_session(&app, VECTOR_SESSION, app.ctx.clock.now() + TimeDelta::hours(1)).await;
    assert!(is_logged_in(&app, KEY).await);
    // A password changed anywhere ends the session.
    app.db.execute("UPDATE auth_user SET password = '!' WHERE id = 7", &[]).await;
    assert!(!is_logged_in(&app, KEY).await);
    assert_eq!(count(&app).await, 0);
}

#[tokio::test]
async fn a_session_of_another_key_is_not() {
    let app = TestApp::start().await;
    insert_session(&app, VECTOR_SESSION, app.ctx.clock.now() + TimeDelta::hours(1)).await;
    assert!(!is_logged_in(&app, KEY).await);
}

/// Reads a session as `contract/formats.md` describes it, without any of our code.
fn read(data: &str) -> (Value, i64) {
    let parts: Vec<&str> = data.split(':').collect();
    let [payload, seconds, signature] = parts[..] else { panic!("{data}") };
    let salt = "django.contrib.sessions.SessionStoresigner";
    let key = digest::digest(&digest::SHA256, format!("{salt}{SECRET_KEY}").as_bytes());
    let key = hmac::Key::new(hmac::HMAC_SHA256, key.as_ref());
    let signed = format!("{payload}:{seconds}");
    let signature = URL_SAFE_NO_PAD.decode(signature).unwrap();
    hmac::verify(&key, signed.as_bytes(), &signature).unwrap();
    let digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    let at = seconds.chars().fold(0, |sum, digit| 62 * sum + digits.find(digit).unwrap() as i64);
    let compressed = payload.strip_prefix('.').expect("a login is long enough to compress");
    let compressed = URL_SAFE_NO_PAD.decode(compressed).unwrap();
    let json = flate2::read::ZlibDecoder::new(&compressed[..]);
    (serde_json::from_reader(json).unwrap(), at)
}

#[tokio::test]
async fn a_session_of_ours_has_the_documented_form() {
    let app = TestApp::start().await;
    let user = NewUser::new("a.b@anikalegal.org.au").create(&app.db).await;
    let reply = log_in(&app, &user.email, clerk_tests::actors::PASSWORD).await.expect(302);
    let key = reply.cookie("sessionid").unwrap();
    assert!(
        key.len() == 32
            && key.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
    );
    let row = app.db.query("SELECT session_data, expire_date FROM django_session", &[]).await;
    let (value, at) = read(row[0].get(0));
    assert_eq!(value["_auth_user_id"], user.id.to_string());
    assert_eq!(value["_auth_user_backend"], "django.contrib.auth.backends.ModelBackend");
    let stored: String = app.db.value("SELECT password FROM auth_user", &[]).await;
    let salt = "django.contrib.auth.models.AbstractBaseUser.get_session_auth_hash";
    let hash_key = digest::digest(&digest::SHA256, format!("{salt}{SECRET_KEY}").as_bytes());
    let hash_key = hmac::Key::new(hmac::HMAC_SHA256, hash_key.as_ref());
    let hash = hmac::sign(&hash_key, stored.as_bytes());
    let hex: String = hash.as_ref().iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(value["_auth_user_hash"], hex);
    let now = app.ctx.clock.now();
    assert!((now.timestamp() - at).abs() < 60);
    let left = row[0].get::<_, DateTime<Utc>>(1) - now;
    assert!(left > TimeDelta::days(13) && left <= TimeDelta::days(14));
}

#[tokio::test]
async fn an_expired_session_is_over() {
    let start = DateTime::from_timestamp(1_795_400_000, 0).unwrap();
    let app = TestApp::builder().at(start).start().await;
    let actor = app.paralegal().await;
    let key = actor.session.clone().unwrap();
    app.ctx.clock.set(start + TimeDelta::days(14) - TimeDelta::seconds(1));
    assert!(is_logged_in(&app, &key).await);
    app.ctx.clock.set(start + TimeDelta::days(14) + TimeDelta::seconds(1));
    assert!(!is_logged_in(&app, &key).await);
    let reply = actor.get("/accounts/login/").await;
    let cookie = reply.set_cookie("sessionid").unwrap();
    assert!(cookie.starts_with("sessionid=;") && cookie.contains("Max-Age=0"), "{cookie}");
}

#[tokio::test]
async fn an_account_made_inactive_is_logged_out() {
    let app = TestApp::start().await;
    let actor = app.coordinator().await;
    let key = actor.session.clone().unwrap();
    assert!(is_logged_in(&app, &key).await);
    app.db.execute("UPDATE auth_user SET is_active = false", &[]).await;
    assert!(!is_logged_in(&app, &key).await);
    assert_eq!(count(&app).await, 0);
    let inactive = app.inactive().await;
    assert!(!is_logged_in(&app, inactive.session.as_deref().unwrap()).await);
}

#[tokio::test]
async fn a_deployed_server_extends_the_session_at_every_request() {
    let start = DateTime::from_timestamp(1_795_400_000, 0).unwrap();
    let app = TestApp::builder()
        .at(start)
        .var("SESSION_SAVE_EVERY_REQUEST", "true")
        .var("SESSION_COOKIE_DOMAIN", ".anikalegal.org.au")
        .start()
        .await;
    let actor = app.paralegal().await;
    let data = "SELECT session_data FROM django_session";
    let before: String = app.db.value(data, &[]).await;
    app.ctx.clock.set(start + TimeDelta::days(3));
    let reply = actor.get("/clerk/nowhere/").await.expect(404);
    let expires: DateTime<Utc> = app.db.value("SELECT expire_date FROM django_session", &[]).await;
    assert_eq!(expires, start + TimeDelta::days(17));
    assert_eq!(app.db.value::<String>(data, &[]).await, before, "contents stay as they are");
    let cookie = reply.set_cookie("sessionid").unwrap();
    for part in [
        &format!("sessionid={}", actor.session.as_ref().unwrap()),
        "HttpOnly",
        "SameSite=Lax",
        "Path=/",
        "Domain=.anikalegal.org.au",
        "Max-Age=1209600",
    ] {
        assert!(cookie.split("; ").any(|piece| piece == part), "{part} in {cookie}");
    }
    assert!(!cookie.contains("Secure"));
    let https = actor.request(reqwest::Method::GET, "/clerk/nowhere/");
    let reply = actor.send(https.header("x-forwarded-proto", "https")).await;
    assert!(reply.set_cookie("sessionid").unwrap().contains("Secure"));
    let anonymous = app.anonymous().get("/clerk/nowhere/").await;
    assert!(anonymous.set_cookie("sessionid").is_none());
}

#[tokio::test]
async fn a_development_server_leaves_the_session_alone() {
    let app = TestApp::start().await;
    let actor = app.paralegal().await;
    assert!(actor.get("/clerk/nowhere/").await.set_cookie("sessionid").is_none());
}

#[tokio::test]
async fn without_a_session_cookie_the_database_is_not_asked() {
    let app = TestApp::builder().var("PGPORT", 1).start().await;
    let visitor = app.anonymous();
    visitor.get("/accounts/login/").await.expect(200);
    let with_cookie = |value: &str| {
        visitor
            .request(reqwest::Method::GET, "/accounts/login/")
            .header("cookie", format!("sessionid={value}"))
    };
    visitor.send(with_cookie(KEY)).await.expect(503);
    visitor.send(with_cookie("no key at all!")).await.expect(200);
    // The intake form is for everybody, whatever cookies they have.
    let intake = visitor.request(reqwest::Method::GET, "/healthz");
    visitor.send(intake.header("cookie", format!("sessionid={KEY}"))).await.expect(200);
}

#[tokio::test]
async fn its_accounts_log_in_here() {
    let Some(db) = restored().await else { return };
    db::migrate(Cluster::get().options(&db.name)).await.unwrap();
    let key = "ref-secret-key-for-comparison-0123456789abcdef";
    let app = TestApp::builder().db(db).var("DJANGO_SECRET_KEY", key).start().await;
    let email = "ref.coordinator@anikalegal.org.au";
    let reply = log_in(&app, email, "clerk-ref-pass").await.expect(302);
    assert!(is_logged_in(&app, reply.cookie("sessionid").unwrap()).await);
    let inactive = "ref.inactive@anikalegal.org.au";
    log_in(&app, inactive, "clerk-ref-pass").await.expect(200);
    log_in(&app, email, "clerk-ref-pas").await.expect(200);
}
