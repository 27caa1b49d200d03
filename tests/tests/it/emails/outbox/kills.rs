//! Workers that are killed while they send.

use std::{collections::BTreeMap, process::Stdio, time::Duration};

use clerk_store::jobs::Job;
use clerk_tests::{
    World,
    jobs::{enqueue, make_due},
    outside::Answer,
};
use tokio_postgres::Row;

use super::{PROVIDER, ready, with};

const DUE: &str = "SELECT count(*) FROM clerk.job WHERE queue = 'mail'
    AND (state IN ('Queued', 'Running') OR (state = 'Pending' AND run_at <= now()))";

/// How often the provider took each message, by its `Message-ID`.
fn accepted(world: &World) -> BTreeMap<i32, u32> {
    let mut count = BTreeMap::new();
    for call in world.fake.calls_to(PROVIDER) {
        let to = &call.json()["personalizations"][0];
        let id = to["headers"]["Message-ID"].as_str().unwrap().trim_start_matches('<');
        *count.entry(id.split('.').next().unwrap().parse().unwrap()).or_default() += 1;
    }
    count
}

fn attempts(world: &World) -> usize {
    let calls = world.fake.calls_to(PROVIDER);
    let ids =
        calls.iter().map(|call| call.json()["personalizations"][0]["custom_args"].to_string());
    ids.collect::<std::collections::BTreeSet<_>>().len()
}

/// Starts a worker and stops it with SIGKILL: at a random point within so many microseconds of its first
/// call when there is a `window`, else when the mail queue is empty.
async fn life(world: &World, window: Option<u32>) {
    let calls = world.fake.calls_to(PROVIDER).len();
    let mut worker = world.worker(&[]).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    for _ in 0..1500 {
        tokio::time::sleep(Duration::from_millis(20)).await;
        if world.db.value::<i64>(DUE, &[]).await == 0 {
            break;
        }
        if let Some(window) = window
            && world.fake.calls_to(PROVIDER).len() > calls
        {
            tokio::time::sleep(Duration::from_micros(u64::from(random() % window))).await;
            break;
        }
    }
    worker.kill().unwrap();
    worker.wait().unwrap();
    // Not to wait until the others find it dead.
    let dead = "UPDATE clerk.worker SET seen_at = seen_at - interval '1 hour'";
    world.db.execute(dead, &[]).await;
}

fn random() -> u32 {
    let bytes = uuid::Uuid::new_v4().into_bytes();
    u32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]])
}

/// `CLERK_TEST_SENDS` says how many emails, 60 by default.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_kill_sends_an_email_twice_or_loses_one() {
    #[expect(clippy::disallowed_methods, reason = "an order to this test, not a setting of Clerk")]
    let sends =
        std::env::var("CLERK_TEST_SENDS").ok().and_then(|text| text.parse().ok()).unwrap_or(60);
    let world = with(&[("CLERK_OUTSIDE_TIMEOUT", "1")]).await;
    let delay = Duration::from_millis(60);
    world.fake.answer(PROVIDER, "/", Answer::new(202).set_delay(delay));
    for _ in 0..sends {
        let email = ready(&world, None).await;
        enqueue(&world.ctx, &Job::SendEmail { email }).await;
    }
    // More emails for each life when there are many, since it takes seconds to begin one.
    let window = 250_000 * (sends / 200).clamp(1, 10);
    let mut kills = 0;
    while world.db.value::<i64>(DUE, &[]).await > 0 {
        life(&world, Some(window)).await;
        kills += 1;
    }
    // Whatever was left behind is found to be so once the longest call is over.
    tokio::time::sleep(Duration::from_secs(5)).await;
    world
        .db
        .execute(
            "UPDATE clerk.job SET run_at = now() WHERE queue = 'mail' AND state = 'Pending'",
            &[],
        )
        .await;
    life(&world, None).await;

    let taken = accepted(&world);
    assert!(taken.values().all(|times| *times == 1), "sent twice: {taken:?}");
    assert_eq!(attempts(&world), taken.len());
    let (ok, listed) = world.run_worker(&["email", "list-stuck"]);
    assert!(ok, "{listed}");
    let listed: BTreeMap<i32, &str> = listed
        .lines()
        .filter_map(|line| Some((line.split_whitespace().next()?.parse().ok()?, line)))
        .collect();
    let rows = world.db.query("SELECT id, state FROM emails_email", &[]).await;
    let Fates { sent, unknown, untaken, unsent } = fates(&rows, &taken, &listed);
    println!(
        "{sends} emails, {kills} kills: {sent} sent, {unknown} unresolved (of which {untaken} never \
         reached the provider), {unsent} without a job; accepted by the provider {}, twice 0",
        taken.len()
    );
    assert_eq!(sent + unknown + unsent, sends);

    decide(&world, &taken).await;
    make_due(&world.db).await;
    life(&world, None).await;
    let taken = accepted(&world);
    assert_eq!(taken.len(), rows.len(), "in the end every email is out");
    assert!(taken.values().all(|times| *times == 1), "sent twice: {taken:?}");
    let left = "SELECT count(*) FROM emails_email WHERE state <> 'SENT'";
    assert_eq!(world.db.value::<i64>(left, &[]).await, 0);
}

/// What has become of the emails.
#[derive(Default)]
struct Fates {
    sent: u32,
    unknown: u32,
    /// Of the unknown ones, those that never reached the provider.
    untaken: u32,
    /// Without a job.
    unsent: u32,
}

/// Sorts the emails, of which the provider took some and `list-stuck` lists some.
fn fates(rows: &[Row], taken: &BTreeMap<i32, u32>, listed: &BTreeMap<i32, &str>) -> Fates {
    let mut fates = Fates::default();
    for row in rows {
        let (email, state): (i32, String) = (row.get(0), row.get(1));
        match (state.as_str(), listed.get(&email)) {
            ("SENT", None) => {
                assert!(taken.contains_key(&email), "{email} never arrived");
                fates.sent += 1;
            }
            ("READY_TO_SEND", Some(line)) if line.contains("unresolved") => {
                fates.unknown += 1;
                fates.untaken += u32::from(!taken.contains_key(&email));
            }
            ("READY_TO_SEND", Some(_)) => fates.unsent += 1,
            other => panic!("email {email} is lost: {other:?}"),
        }
    }
    fates
}

/// Decides what was left open as a person does who asks the provider.
async fn decide(world: &World, taken: &BTreeMap<i32, u32>) {
    use clerk_domain::emails::outbox::Decision;
    let open = "SELECT email_id, id FROM clerk.email_attempt WHERE state = 'Unresolved'";
    for row in world.db.query(open, &[]).await {
        let decision =
            if taken.contains_key(&row.get(0)) { Decision::Sent } else { Decision::Resend };
        super::resolve(world, row.get(1), decision).await.unwrap();
    }
    let dead = "UPDATE clerk.job SET state = 'Pending', attempts = 0, deaths = 0
                WHERE queue = 'mail' AND state = 'Dead'
                  AND (payload ->> 'email')::int IN
                      (SELECT id FROM emails_email WHERE state = 'READY_TO_SEND')
                  AND NOT EXISTS (SELECT FROM clerk.job other WHERE other.state = 'Pending'
                                  AND other.unique_key = job.unique_key)";
    world.db.execute(dead, &[]).await;
}
