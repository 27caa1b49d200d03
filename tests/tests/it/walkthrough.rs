//! The whole way, with the real programs: the intake form's calls, the worker's case, the
//! coordinator who logs in and reads it; the welcome email in the folder, the call to Slack.

use std::{
    io::{BufRead, BufReader},
    process::{Child, Stdio},
    time::Duration,
};

use clerk_tests::{
    NewUser, TestDb, answers,
    app::variables,
    binaries::{self, command},
    jobs::assert_queue_empty,
    outside::FakeOutside,
};
use reqwest::{Client, multipart};
use serde_json::{Value, json};

/// A program that is stopped when the test ends.
struct Program(Child);

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Starts the web server and learns its address from its first line.
fn start_web(variables: Vec<(String, String)>) -> (Program, String) {
    let mut child =
        command(&binaries::clerk_web(), variables).stdout(Stdio::piped()).spawn().unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let address = lines
        .find_map(|line| line.unwrap().split_once("listening on ").map(|(_, url)| url.to_owned()))
        .expect("the server tells where it listens");
    std::thread::spawn(move || lines.for_each(drop));
    (Program(child), address)
}

fn start_worker(variables: Vec<(String, String)>) -> Program {
    let child = command(&binaries::clerk_worker(), variables)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    Program(child)
}

/// A browser: it keeps cookies.
fn browser() -> Client {
    #[expect(clippy::disallowed_methods, reason = "plays the browser")]
    Client::builder().cookie_store(true).build().unwrap()
}

const PHOTO: &[u8] = include_bytes!("../../../shared/src/domain/demo/leak.png");

/// What the intake form does, from the photo to the submit. Returns the submission's id.
async fn submit_form(web: &str, email: &str) -> String {
    let form = browser();
    let photo = multipart::Part::bytes(PHOTO).file_name("Leak under sink.PNG");
    let upload: Value = form
        .post(format!("{web}/api/upload/"))
        .multipart(multipart::Form::new().part("file", photo))
        .send()
        .await
        .unwrap()
        .json()
        .await
        .unwrap();
    let photo = upload["id"].as_str().unwrap_or_else(|| panic!("{upload}")).parse().unwrap();
    let created: Value = form
        .post(format!("{web}/api/submission/"))
        .json(&json!({ "answers": answers::repairs(email, &[photo]) }))
        .send()
        .await
        .unwrap()
        .json()
        .await
        .unwrap();
    let id = created["id"].as_str().unwrap().to_owned();
    let submitted =
        form.post(format!("{web}/api/submission/{id}/submit/")).json(&json!({})).send().await;
    assert_eq!(submitted.unwrap().json::<Value>().await.unwrap(), json!({}));
    id
}

/// Logs in with the form on the login page, as a person would.
async fn log_in(web: &str, email: &str, password: &str) -> Client {
    let browser = browser();
    let page = browser.get(format!("{web}/clerk/cases/")).send().await.unwrap();
    assert!(page.url().path() == "/accounts/login/", "asks for the login first");
    let page = page.text().await.unwrap();
    let (_, rest) = page.split_once("name=\"csrfmiddlewaretoken\"").unwrap();
    let token = rest.split('"').nth(1).unwrap();
    let landed = browser
        .post(format!("{web}/accounts/login/"))
        .form(&[
            ("username", email),
            ("password", password),
            ("csrfmiddlewaretoken", token),
            ("next", "/clerk/cases/"),
        ])
        .send()
        .await
        .unwrap();
    assert_eq!(landed.url().path(), "/clerk/cases/", "lands on the list of cases");
    browser
}

async fn json_of(browser: &Client, url: String) -> Value {
    browser.get(url).send().await.unwrap().error_for_status().unwrap().json().await.unwrap()
}

/// Waits until the work that follows a submission is done.
async fn wait_for_case(db: &TestDb, submission: &str) {
    for _ in 0..600 {
        let done = db
            .value::<i64>(
                "SELECT count(*) FROM core_submission s JOIN core_issue i ON i.submission_id = s.id
                 WHERE s.id::text = $1 AND i.is_alert_sent AND i.is_welcome_email_sent
                 AND EXISTS (SELECT FROM emails_email e WHERE e.issue_id = i.id AND e.state = 'SENT')
                 AND NOT EXISTS (SELECT FROM clerk.job WHERE state NOT IN ('Done', 'Dead'))",
                &[&submission],
            )
            .await;
        if done == 1 {
            return;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("the submission did not become a case in a minute");
}

/// The walk, over any database with a coordinator in it.
async fn walk(db: &TestDb, coordinator: &str, password: &str, more: &[(&str, &str)]) {
    let dir = tempfile::tempdir().unwrap();
    let outside = FakeOutside::start().await;
    let mut variables = variables(db, &dir);
    variables.push(("CLERK_OUTSIDE_URL".to_owned(), outside.url()));
    variables.extend(more.iter().map(|&(name, value)| (name.to_owned(), value.to_owned())));
    let (_web, web) = start_web(variables.clone());
    let _worker = start_worker(variables);

    let email = "walk.through@example.com";
    let submission = submit_form(&web, email).await;
    wait_for_case(db, &submission).await;

    let browser = log_in(&web, coordinator, password).await;
    let list = json_of(&browser, format!("{web}/clerk/api/case/?search={email}")).await;
    assert_eq!(list["item_count"], 1, "one form, one case");
    let id = list["results"][0]["id"].as_str().unwrap();
    let case = json_of(&browser, format!("{web}/clerk/api/case/{id}/")).await;
    let fileref = case["issue"]["fileref"].as_str().unwrap();
    assert_eq!(case["issue"]["submission_id"], submission);
    assert_eq!(case["issue"]["topic"], "REPAIRS");
    assert_eq!(case["issue"]["client"]["email"], email);

    // The answers, as a person reads them.
    let page = browser.get(format!("{web}/clerk/cases/{id}/")).send().await.unwrap();
    let page = page.error_for_status().unwrap().text().await.unwrap();
    assert!(page.contains(fileref), "the page of the case shows its file reference");

    // The photo, through the authorising endpoint.
    let upload: String = db
        .value("SELECT u.id::text FROM core_fileupload u JOIN core_issue i ON i.id = u.issue_id WHERE i.id::text = $1", &[&id])
        .await;
    let photo = browser.get(format!("{web}/clerk/files/{upload}/")).send().await.unwrap();
    assert_eq!(photo.error_for_status().unwrap().bytes().await.unwrap(), PHOTO);

    // The welcome email is in the folder, and says what it should.
    let mails: Vec<_> = std::fs::read_dir(dir.path().join("mail"))
        .unwrap()
        .map(|entry| std::fs::read_to_string(entry.unwrap().path()).unwrap())
        .collect();
    assert_eq!(mails.len(), 1);
    assert!(mails[0].contains(email) && mails[0].contains(fileref), "{}", mails[0]);

    // Slack was told, through the channel's address in the database.
    let alerts: Vec<_> =
        outside.calls().into_iter().filter(|call| call.text().contains(fileref)).collect();
    assert_eq!(alerts.len(), 1, "{:?}", outside.calls());
    assert_queue_empty(db).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_form_becomes_a_case_that_a_coordinator_reads() {
    let db = TestDb::migrated().await;
    let user = NewUser { groups: &["Coordinator"], ..NewUser::new("walk@anikalegal.org.au") };
    user.create(&db).await;
    walk(&db, "walk@anikalegal.org.au", clerk_tests::actors::PASSWORD, &[]).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_same_on_a_database_that_the_original_filled() {
    let Some(db) = crate::database::restored().await else { return };
    let secret = "ref-secret-key-for-comparison-0123456789abcdef";
    let coordinator = "ref.coordinator@anikalegal.org.au";
    walk(&db, coordinator, "clerk-ref-pass", &[("DJANGO_SECRET_KEY", secret)]).await;
}
