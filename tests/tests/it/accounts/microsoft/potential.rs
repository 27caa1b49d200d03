use aws_lc_rs::{
    encoding::{AsDer, Pkcs8V1Der, PublicKeyX509Der},
    rsa::{KeyPair, KeySize},
    signature::{KeyPair as _, RSA_PKCS1_2048_8192_SHA256, UnparsedPublicKey},
};
use base64::{
    Engine,
    engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD},
};
use clerk_tests::{Actor, NewUser, TestApp, outside::Answer};
use reqwest::Method;
use serde_json::{Value, json};

use crate::documents::refused;

const PATH: &str = "/clerk/api/account/potential/";
const TOKENS: &str = "oauth2.googleapis.com";

/// An application with a service account at Google, and the account's public key.
async fn app() -> (TestApp, Vec<u8>) {
    let key = KeyPair::generate(KeySize::Rsa2048).unwrap();
    let private: Pkcs8V1Der<'_> = key.as_der().unwrap();
    let public: PublicKeyX509Der<'_> = key.public_key().as_der().unwrap();
    let lines = STANDARD.encode(private.as_ref());
    // As it stands in the original's environment: one line, with marks for line breaks.
    let (first, second) = lines.split_at(64);
    let pem =
        format!("-----BEGIN PRIVATE KEY-----\\n{first}\\n{second}\\n-----END PRIVATE KEY-----\\n");
    let app = TestApp::builder()
        .var("GOOGLE_SERVICE_ACCOUNT_EMAIL", "clerk@project.example")
        .var("GOOGLE_SERVICE_ACCOUNT_PRIVATE_KEY", pem);
    let public = public.as_ref().to_vec();
    (app.start().await, public)
}

fn person(email: &str, suspended: bool) -> Value {
    let name = json!({ "givenName": "Given", "familyName": "Family", "fullName": "x" });
    json!({ "primaryEmail": email, "name": name, "suspended": suspended, "id": "1" })
}

#[tokio::test]
async fn people_without_an_account_can_be_invited() {
    let (app, public) = app().await;
    let admin = app.admin().await;
    NewUser { is_active: false, ..NewUser::new("known@anikalegal.org.au") }.create(&app.db).await;
    app.fake.people(|people| {
        people.google = vec![
            person("zoe@anikalegal.org.au", false),
            person("Known@anikalegal.org.au", false),
            person("gone@anikalegal.org.au", true),
            person("Amy@anikalegal.org.au", false),
            json!({ "primaryEmail": "mia@anikalegal.org.au" }),
        ];
    });
    let json = admin.get(PATH).await.expect(200).json();
    let expected = |email: &str, first: &str, last: &str| json!({ "email": email, "first_name": first, "last_name": last });
    assert_eq!(
        json,
        json!([
            expected("Amy@anikalegal.org.au", "Given", "Family"),
            expected("mia@anikalegal.org.au", "", ""),
            expected("zoe@anikalegal.org.au", "Given", "Family"),
        ])
    );
    assert_eq!(app.fake.calls_to("admin.googleapis.com").len(), 3);

    let form = app.fake.calls_to(TOKENS)[0].text();
    let form: Vec<(String, String)> =
        url::form_urlencoded::parse(form.as_bytes()).into_owned().collect();
    assert_eq!(form[0].1, "urn:ietf:params:oauth:grant-type:jwt-bearer");
    let (signed, signature) = form[1].1.rsplit_once('.').unwrap();
    let signature = URL_SAFE_NO_PAD.decode(signature).unwrap();
    UnparsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, public)
        .verify(signed.as_bytes(), &signature)
        .unwrap();
    let claims = URL_SAFE_NO_PAD.decode(signed.split_once('.').unwrap().1).unwrap();
    let claims: Value = serde_json::from_slice(&claims).unwrap();
    assert_eq!(claims["iss"], "clerk@project.example");
    assert_eq!(claims["aud"], "https://oauth2.googleapis.com/token");
    assert_eq!(claims["scope"], "https://www.googleapis.com/auth/admin.directory.user.readonly");
}

#[tokio::test]
async fn google_out_of_reach_is_a_clean_error() {
    let (app, _) = app().await;
    let superuser = app.superuser().await;
    for (host, status) in [(TOKENS, 400), (TOKENS, 500), ("admin.googleapis.com", 403)] {
        app.fake.answer_once(host, "/", Answer::new(status));
        let reply = superuser.get(PATH).await.expect(503);
        assert_eq!(reply.error(), ("server_error".into(), "error".into(), None));
    }
    superuser.get(PATH).await.expect(200);
    let unset = TestApp::start().await;
    unset.admin().await.get(PATH).await.expect(503);
    let damaged = TestApp::builder()
        .var("GOOGLE_SERVICE_ACCOUNT_EMAIL", "x")
        .var("GOOGLE_SERVICE_ACCOUNT_PRIVATE_KEY", "no key")
        .start()
        .await;
    damaged.admin().await.get(PATH).await.expect(503);
}

#[tokio::test]
async fn only_admins_invite() {
    let (app, _) = app().await;
    let actors =
        [app.no_role().await, app.paralegal().await, app.lawyer().await, app.coordinator().await];
    let actors: Vec<&Actor> = actors.iter().collect();
    refused(&app, Method::GET, PATH, &actors).await;
    assert!(app.fake.calls().is_empty());
}
