//! Workers that are killed while they send.

use std::{collections::BTreeMap, process::Stdio, time::Duration};

use clerk_store::jobs::Job;
use clerk_tests::{
    jobs::{enqueue, make_due},
    outside::Answer,
};

use super::{PROVIDER, command, with};
use crate::world::Bench;

const DUE: &str = "SELECT count(*) FROM clerk.job WHERE queue = 'mail'
    AND (state IN ('Queued', 'Running') OR (state = 'Pending' AND run_at <= now()))";

/// How often the provider took each message, by its `Message-ID`.
fn accepted(bench: &Bench) -> BTreeMap<i32, u32> {
    let mut count = BTreeMap::new();
    for call in bench.fake.calls_to(PROVIDER) {
        let to = &call.json()["personalizations"][0];
        let id = to["headers"]["Message-ID"].as_str().unwrap().trim_start_matches('<');
        *count.entry(id.split('.').next().unwrap().parse().unwrap()).or_default() += 1;
    }
    count
}

fn attempts(bench: &Bench) -> usize {
    let calls = bench.fake.calls_to(PROVIDER);
    let ids =
        calls.iter().map(|call| call.json()["personalizations"][0]["custom_args"].to_string());
    ids.collect::<std::collections::BTreeSet<_>>().len()
}

/// Starts a worker and stops it with SIGKILL: at a random point within so many microseconds of its first
/// call when there is a `window`, else when the mail queue is empty.
async fn life(bench: &Bench, window: Option<u32>) {
    let calls = bench.fake.calls_to(PROVIDER).len();
    let mut worker = bench.worker(&[]).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    for _ in 0..1500 {
        tokio::time::sleep(Duration::from_millis(20)).await;
        if bench.db.value::<i64>(DUE, &[]).await == 0 {
            break;
        }
        if let Some(window) = window
            && bench.fake.calls_to(PROVIDER).len() > calls
        {
            tokio::time::sleep(Duration::from_micros(u64::from(random() % window))).await;
            break;
        }
    }
    worker.kill().unwrap();
    worker.wait().unwrap();
    // Nobody waits until the others find it dead.
    let dead = "UPDATE clerk.worker SET seen_at = seen_at - interval '1 hour'";
    bench.db.execute(dead, &[]).await;
}

fn random() -> u32 {
    let bytes = uuid::Uuid::new_v4().into_bytes();
    u32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]])
}

/// `CLERK_TEST_SENDS` says how many emails, 60 by default.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_kill_sends_an_email_twice_or_loses_one() {
    #[expect(clippy::disallowed_methods, reason = "an order to this test, not a setting of Clerk")]
    let sends = std::env::var("CLERK_TEST_SENDS").ok().and_then(|it| it.parse().ok()).unwrap_or(60);
    let bench = with(&[("CLERK_OUTSIDE_TIMEOUT", "1")]).await;
    let delay = Duration::from_millis(60);
    bench.fake.answer(PROVIDER, "/", Answer::new(202).set_delay(delay));
    for _ in 0..sends {
        let email = bench.ready(None).await;
        enqueue(&bench.ctx, &Job::SendEmail { email }).await;
    }
    // More emails for each life when there are many, since it takes seconds to begin one.
    let window = 250_000 * (sends / 200).clamp(1, 10);
    let mut kills = 0;
    while bench.db.value::<i64>(DUE, &[]).await > 0 {
        life(&bench, Some(window)).await;
        kills += 1;
    }
    // Whatever was left behind is found to be so once the longest call is over.
    tokio::time::sleep(Duration::from_secs(5)).await;
    bench
        .db
        .execute(
            "UPDATE clerk.job SET run_at = now() WHERE queue = 'mail' AND state = 'Pending'",
            &[],
        )
        .await;
    life(&bench, None).await;

    let taken = accepted(&bench);
    assert!(taken.values().all(|times| *times == 1), "sent twice: {taken:?}");
    assert_eq!(attempts(&bench), taken.len());
    let (ok, listed) = command(&bench, &["email", "list-stuck"]);
    assert!(ok, "{listed}");
    let listed: BTreeMap<i32, &str> = listed
        .lines()
        .filter_map(|line| Some((line.split_whitespace().next()?.parse().ok()?, line)))
        .collect();
    let rows = bench.db.query("SELECT id, state FROM emails_email", &[]).await;
    let (mut sent, mut unknown, mut untaken, mut unsent) = (0, 0, 0, 0);
    for row in &rows {
        let (email, state): (i32, String) = (row.get(0), row.get(1));
        match (state.as_str(), listed.get(&email)) {
            ("SENT", None) => {
                assert!(taken.contains_key(&email), "{email} never arrived");
                sent += 1;
            }
            ("READY_TO_SEND", Some(line)) if line.contains("unresolved") => {
                unknown += 1;
                untaken += u32::from(!taken.contains_key(&email));
            }
            ("READY_TO_SEND", Some(_)) => unsent += 1,
            other => panic!("email {email} is lost: {other:?}"),
        }
    }
    println!(
        "{sends} emails, {kills} kills: {sent} sent, {unknown} unresolved (of which {untaken} never \
         reached the provider), {unsent} without a job; accepted by the provider {}, twice 0",
        taken.len()
    );
    assert_eq!(sent + unknown + unsent, sends);

    decide(&bench, &taken).await;
    make_due(&bench.db).await;
    life(&bench, None).await;
    let taken = accepted(&bench);
    assert_eq!(taken.len(), rows.len(), "in the end every email is out");
    assert!(taken.values().all(|times| *times == 1), "sent twice: {taken:?}");
    let left = "SELECT count(*) FROM emails_email WHERE state <> 'SENT'";
    assert_eq!(bench.db.value::<i64>(left, &[]).await, 0);
}

/// Decides what was left open as a person does who asks the provider.
async fn decide(bench: &Bench, taken: &BTreeMap<i32, u32>) {
    use clerk_domain::emails::{self, Decision};
    let open = "SELECT email_id, id FROM clerk.email_attempt WHERE state = 'Unresolved'";
    for row in bench.db.query(open, &[]).await {
        let decision =
            if taken.contains_key(&row.get(0)) { Decision::Sent } else { Decision::Resend };
        emails::resolve(&bench.ctx, row.get(1), decision).await.unwrap();
    }
    let dead = "UPDATE clerk.job SET state = 'Pending', attempts = 0, deaths = 0
                WHERE queue = 'mail' AND state = 'Dead'
                  AND (payload ->> 'email')::int IN
                      (SELECT id FROM emails_email WHERE state = 'READY_TO_SEND')
                  AND NOT EXISTS (SELECT FROM clerk.job other WHERE other.state = 'Pending'
                                  AND other.unique_key = job.unique_key)";
    bench.db.execute(dead, &[]).await;
}
