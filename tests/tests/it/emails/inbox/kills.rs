//! Web server and worker killed with SIGKILL at random moments: each message is stored exactly once,
//! with all its attachments. `CLERK_TEST_KILLS` sets how many messages; the default is small.

use std::time::Duration;

use clerk_base::clock::Clock;
use clerk_store::jobs::Timing;
use clerk_tests::{Program, TestDb, binaries, factories, world};
use clerk_worker::{dispatch, runner};
use reqwest::Client;
use tempfile::TempDir;
use tokio::{sync::oneshot, time::sleep};

use super::form::Form;

const CASE: &str = "0e62ccc2-b9ee-4a07-979a-da8a9d450404";
const FILES: usize = 3;

/// Some are rows, some are objects.
fn message(number: usize) -> Form {
    let mut form = Form::message(&format!("Message {number}"), &format!("Text {number}"));
    for file in 0..FILES {
        let size = if number.is_multiple_of(3) { 100_000 } else { 100 };
        let mut bytes = format!("{number}/{file}/").into_bytes();
        bytes.resize(size, b'x');
        form = form.file(&format!("{file}.txt"), "text/plain", &bytes);
    }
    form
}

/// A number that looks random and is the same in every run.
fn random_below(number: usize, sides: u64) -> u64 {
    let mut x = (number as u64 + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    x ^= x >> 29;
    x = x.wrapping_mul(0xBF58_476D_1CE4_E5B9);
    (x ^ (x >> 32)) % sides
}

/// Posts until it is answered with 2xx, as the provider does.
async fn deliver(client: &Client, url: &str, number: usize) -> bool {
    let request = client
        .post(format!("{url}/email/receive/"))
        .header("content-type", Form::content_type())
        .body(message(number).body())
        .timeout(Duration::from_secs(5));
    request.send().await.is_ok_and(|reply| reply.status().is_success())
}

/// Makes the writing of an email take a while, so that kills meet it.
async fn slow_down(db: &TestDb) {
    db.execute(
        "CREATE FUNCTION clerk.slow_down() RETURNS trigger LANGUAGE plpgsql AS
         $$BEGIN PERFORM pg_sleep(0.01); RETURN NEW; END$$",
        &[],
    )
    .await;
    for table in ["emails_email", "emails_emailattachment", "clerk.inbound_message"] {
        let sql = format!(
            "CREATE TRIGGER slow_down BEFORE INSERT ON {table}
             FOR EACH ROW EXECUTE FUNCTION clerk.slow_down()"
        );
        db.execute(&sql, &[]).await;
    }
}

#[tokio::test]
async fn every_message_is_stored_exactly_once() {
    #[expect(clippy::disallowed_methods, reason = "how long a test takes is the caller's choice")]
    let messages = std::env::var("CLERK_TEST_KILLS").map_or(110, |text| text.parse().unwrap());
    let (db, dir) = (TestDb::migrated().await, tempfile::tempdir().unwrap());
    factories::case().id(CASE.parse().unwrap()).create(&db).await;
    slow_down(&db).await;
    let variables = world::variables(&db, &dir);
    let kills = run(&variables, messages).await;
    finish(&db, &variables).await;
    assert!(kills >= messages, "{kills} kills");
    assert_complete(&db, &dir, i64::try_from(messages).unwrap()).await;
    eprintln!("{messages} messages, {kills} kills");
}

/// Delivers every message, with a kill for each: now of the one, now of the other.
async fn run(variables: &[(String, String)], messages: usize) -> usize {
    #[expect(clippy::disallowed_methods, reason = "plays the provider")]
    let client = Client::new();
    let mut kills = 0;
    let start_web = || Program::start(&binaries::clerk_web(), variables);
    let start_worker = || Program::start(&binaries::clerk_worker(), variables);
    // The next is started before the present one dies, to save the wait.
    let (mut web, mut next_web, mut worker) = (start_web(), start_web(), start_worker());
    let mut url = web.address().await;
    for number in 0..messages {
        let is_web = number.is_multiple_of(2);
        let pause =
            Duration::from_micros(random_below(number, if is_web { 40_000 } else { 60_000 }));
        if is_web {
            let (mut is_there, ()) = tokio::join!(deliver(&client, &url, number), async {
                sleep(pause).await;
                web.signal("-KILL");
            });
            kills += 1;
            web = std::mem::replace(&mut next_web, start_web());
            url = web.address().await;
            while !is_there {
                is_there = deliver(&client, &url, number).await;
            }
        } else {
            while !deliver(&client, &url, number).await {}
            sleep(pause).await;
            worker.signal("-KILL");
            kills += 1;
            worker = start_worker();
        }
    }
    kills
}

/// Lets the jobs of the dead return and runs all.
async fn finish(db: &TestDb, variables: &[(String, String)]) {
    db.execute("UPDATE clerk.worker SET seen_at = now() - interval '1 hour'", &[]).await;
    // A job whose workers died three times is given up: that is the test's doing.
    let sql = "UPDATE clerk.job SET state = 'Pending', deaths = 0, attempts = 0, run_at = now(),
        finished_at = NULL WHERE state = 'Dead'";
    db.execute(sql, &[]).await;
    let source: clerk_base::config::Source = variables.iter().cloned().collect();
    let config = clerk_base::config::Config::read(&source).unwrap();
    let ctx = clerk_domain::Context::new(config, Clock::system()).unwrap();
    let timing = Timing {
        heartbeat: Duration::from_millis(100),
        poll: Duration::from_millis(50),
        ..Timing::default()
    };
    let (stop, stopped) = oneshot::channel::<()>();
    let last = runner::run_with(ctx, timing, async { stopped.await.unwrap_or(()) }, dispatch);
    let done = async {
        for _ in 0..3_000 {
            let left = "SELECT count(*) FROM clerk.inbound_message WHERE state = 'Received'";
            if db.value::<i64>(left, &[]).await == 0 {
                break;
            }
            sleep(Duration::from_millis(20)).await;
        }
        drop(stop);
    };
    let (ran, ()) = tokio::join!(last, done);
    ran.unwrap();
}

async fn assert_complete(db: &TestDb, dir: &TempDir, messages: i64) {
    let count =
        async |sql: &str| db.value::<i64>(&format!("SELECT count(*) FROM {sql}"), &[]).await;
    let states =
        db.query("SELECT state, count(*) FROM clerk.inbound_message GROUP BY state", &[]).await;
    let states: Vec<(String, i64)> = states.iter().map(|row| (row.get(0), row.get(1))).collect();
    assert_eq!(states, [("Ingested".to_owned(), messages)]);
    assert_eq!(count("emails_email WHERE state = 'INGESTED'").await, messages);
    assert_eq!(count("emails_email").await, messages);
    assert_eq!(count("(SELECT DISTINCT subject FROM emails_email) it").await, messages);
    assert_eq!(count("core_issuenote WHERE note_type = 'EMAIL'").await, messages);
    assert_eq!(count("emails_emailattachment").await, messages * FILES as i64);
    let met = count("clerk.job WHERE deaths > 0").await;
    assert!(met > 0, "no kill met a job");
    let rows = db
        .query(
            "SELECT file, substring(subject FROM 9), row_number() OVER (PARTITION BY email.id
                ORDER BY attachment.id) - 1
             FROM emails_emailattachment attachment JOIN emails_email email ON email.id = email_id",
            &[],
        )
        .await;
    for row in rows {
        let (key, number, file): (String, String, i64) = (row.get(0), row.get(1), row.get(2));
        let bytes = std::fs::read(dir.path().join("files").join(key)).unwrap();
        assert!(bytes.starts_with(format!("{number}/{file}/").as_bytes()));
    }
    let alerts = "clerk.job WHERE payload ->> 'job' = 'alert_email_received'";
    assert_eq!(count(alerts).await, messages);
}
