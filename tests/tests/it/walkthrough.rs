//! The whole way, with the real programs: the intake form's calls, the worker's case, the
//! coordinator who logs in and reads it; the welcome email in the folder, the call to Slack.

use std::time::Duration;

use clerk_tests::{NewUser, Program, TestDb, World, answers, binaries, jobs::assert_queue_empty};
use reqwest::{Client, multipart};
use serde_json::{Value, json};

/// A browser: it keeps cookies.
fn browser() -> Client {
    #[expect(clippy::disallowed_methods, reason = "plays the browser")]
    Client::builder().cookie_store(true).build().unwrap()
}

const PHOTO: &[u8] = include_bytes!("../../../shared/sample_data/src/demo/leak.png");

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
async fn walk(db: TestDb, coordinator: &str, password: &str, more: &[(&str, &str)]) {
    let world = World::builder().db(db).vars(more).build().await;
    let (db, variables) = (&world.db, world.variables());
    let mut web_program = Program::start(&binaries::clerk_web(), &variables);
    let web = web_program.address().await;
    let worker = Program::start(&binaries::clerk_worker(), &variables);

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
    let mails = world.mail_folder();
    assert_eq!(mails.len(), 1);
    assert!(mails[0].1.contains(email) && mails[0].1.contains(fileref), "{}", mails[0].1);

    // The alert was posted to Slack, to the channel's address in the database.
    let alerts: Vec<_> =
        world.fake.calls().into_iter().filter(|call| call.text().contains(fileref)).collect();
    assert_eq!(alerts.len(), 1, "{:?}", world.fake.calls());

    make_trouble(&browser, &web, id, email).await;
    answer_by_email(db, &web, id, email).await;
    assert_queue_empty(db).await;
    logs_name_nobody(&web_program, &worker, email);
}

/// What goes wrong on an ordinary day, with people's data in it.
async fn make_trouble(browser: &Client, web: &str, case: &str, email: &str) {
    let stranger = self::browser();
    let token = "name=\"csrfmiddlewaretoken\" value=\"";
    let page = stranger.get(format!("{web}/accounts/login/")).send().await.unwrap();
    let page = page.text().await.unwrap();
    let token = page.split_once(token).map_or("", |(_, rest)| rest.split('"').next().unwrap());
    let wrong = [("username", email), ("password", "Nguyen"), ("csrfmiddlewaretoken", token)];
    stranger.post(format!("{web}/accounts/login/")).form(&wrong).send().await.unwrap();
    let note = json!({ "note_type": "Nguyen", "text": email });
    for (path, body) in [
        (format!("/clerk/api/case/{case}/note/"), note),
        (format!("/api/submission/?email={email}"), json!({ "answers": email })),
        (format!("/api/submission/{email}/submit/"), json!({})),
    ] {
        let reply = browser.post(format!("{web}{path}")).json(&body).send().await.unwrap();
        assert!(!reply.status().is_server_error(), "{path}: {}", reply.status());
    }
}

/// The client answers the welcome, and the answer is in the case.
async fn answer_by_email(db: &TestDb, web: &str, case: &str, email: &str) {
    let sql = "SELECT from_address FROM emails_email WHERE issue_id::text = $1";
    let to: String = db.value(sql, &[&case]).await;
    let form = multipart::Form::new()
        .text("to", to.clone())
        .text("from", format!("Dung Nguyen <{email}>"))
        .text("subject", "Re: from Dung Nguyen")
        .text("text", "The leak at 12 Sydney Road is worse. Dung Nguyen, 0491 570 156")
        .text("envelope", json!({ "to": [to], "from": email }).to_string());
    let reply = browser().post(format!("{web}/email/receive/")).multipart(form).send().await;
    assert!(reply.unwrap().status().is_success());
    let stored = "SELECT count(*) FROM emails_email WHERE state = 'INGESTED' AND from_address = $1";
    for _ in 0..600 {
        let open = "SELECT count(*) FROM clerk.job WHERE state NOT IN ('Done', 'Dead')";
        if db.value::<i64>(stored, &[&email]).await == 1 && db.value::<i64>(open, &[]).await == 0 {
            return;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("the answer did not come into the case in a minute");
}

/// Not a word of the form, the mails or the people is in what the programs said.
fn logs_name_nobody(web: &Program, worker: &Program, email: &str) {
    let said = [web.said(), worker.said()].concat();
    assert!(said.len() > 20, "{said:#?}");
    let answers = answers::repairs(email, &[]);
    let personal = ["FIRST_NAME", "LAST_NAME", "PHONE", "ADDRESS", "EMAIL", "AGENT_NAME"];
    let mut words: Vec<String> = personal
        .iter()
        .chain(["AGENT_ADDRESS", "AGENT_EMAIL", "AGENT_PHONE", "LANDLORD_NAME"].iter())
        .filter_map(|key| answers["answers"][key].as_str().or(answers[key].as_str()))
        .map(str::to_lowercase)
        .collect();
    assert!(words.len() >= 8, "{words:?}");
    words.extend(["nguyen", "walk.through", "walk@", "0491 570", "sydney road"].map(str::to_owned));
    for line in said {
        let lower = line.to_lowercase();
        // A short name is also a part of other words.
        let is_there = |word: &&String| {
            let mut parts = lower.split(|letter: char| !letter.is_alphanumeric());
            parts.any(|part| part == **word) || word.len() > 4 && lower.contains(word.as_str())
        };
        let found: Vec<_> = words.iter().filter(is_there).collect();
        assert!(found.is_empty(), "{found:?} in {line}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_form_becomes_a_case_that_a_coordinator_reads() {
    let db = TestDb::migrated().await;
    let user = NewUser { groups: &["Coordinator"], ..NewUser::new("walk@anikalegal.org.au") };
    user.create(&db).await;
    walk(db, "walk@anikalegal.org.au", clerk_tests::actors::PASSWORD, &[]).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_same_on_a_database_that_the_original_filled() {
    let Some(db) = crate::database::restored().await else { return };
    let secret = "ref-secret-key-for-comparison-0123456789abcdef";
    let coordinator = "ref.coordinator@anikalegal.org.au";
    walk(db, coordinator, "clerk-ref-pass", &[("DJANGO_SECRET_KEY", secret)]).await;
}
