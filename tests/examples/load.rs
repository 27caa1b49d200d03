//! Uses a deployment as people do, evenly and for as long as it is told, and counts what fails.
//!
//!     load URL SECONDS RATE STOP_FILE
//!
//! Lists of the staff API over kept connections, health over new ones, and forms sent in. Ends early when the
//! file appears. Prints one line of JSON: requests, failures, submissions by id, slowest. Exit code 1 when
//! anything failed.

#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "a tool of the tests")]

use std::{
    path::Path,
    sync::{
        Arc, Mutex,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use clerk_tests::answers;
use reqwest::Client;
use serde_json::{Value, json};
use tokio::task::JoinSet;

#[derive(Default)]
struct Count {
    requests: AtomicU64,
    slowest: AtomicU64,
    failures: Mutex<Vec<String>>,
    submissions: Mutex<Vec<String>>,
}

impl Count {
    async fn request(&self, what: &str, request: reqwest::RequestBuilder) -> Option<Value> {
        let began = Instant::now();
        let reply = request.send().await;
        self.requests.fetch_add(1, Ordering::Relaxed);
        let failure = match reply {
            Ok(reply) if reply.status().is_success() => {
                let body = reply.bytes().await;
                let ms = u64::try_from(began.elapsed().as_millis()).unwrap();
                self.slowest.fetch_max(ms, Ordering::Relaxed);
                match body {
                    Ok(body) => return Some(serde_json::from_slice(&body).unwrap_or(Value::Null)),
                    Err(error) => error.to_string(),
                }
            }
            Ok(reply) => format!("status {}", reply.status()),
            Err(error) => format!("{error:?}"),
        };
        self.failures.lock().unwrap().push(format!("{what}: {failure}"));
        None
    }

    async fn form(&self, client: &Client, url: &str, number: u64) {
        let email = format!("load{number}-{}@example.org", std::process::id());
        let body = json!({ "answers": answers::repairs(&email, &[]) });
        let create = client.post(format!("{url}/api/submission/")).json(&body);
        let Some(made) = self.request("create", create).await else { return };
        let id = made["id"].as_str().unwrap_or_default().to_owned();
        let submit = client.post(format!("{url}/api/submission/{id}/submit/")).json(&json!({}));
        if self.request("submit", submit).await.is_some() {
            self.submissions.lock().unwrap().push(id);
        }
    }
}

/// As the coordinator of the demo data.
async fn log_in(client: &Client, url: &str) {
    let page = client.get(format!("{url}/accounts/login/")).send().await.unwrap();
    let token =
        page.cookies().find(|cookie| cookie.name() == "csrftoken").unwrap().value().to_owned();
    let form = [
        ("csrfmiddlewaretoken", token.as_str()),
        ("username", "coordinator@anikalegal.org.au"),
        ("password", "clerk-demo"),
    ];
    let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(form).finish();
    let post = client.post(format!("{url}/accounts/login/")).header("referer", format!("{url}/"));
    let post = post.header("content-type", "application/x-www-form-urlencoded").body(body);
    assert!(post.send().await.unwrap().status().is_success());
    let list = client.get(format!("{url}/clerk/api/case/")).send().await.unwrap();
    assert_eq!(list.status(), 200, "not logged in");
}

#[tokio::main]
async fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [url, seconds, rate, stop] = arguments.try_into().unwrap();
    let (seconds, rate): (u64, u64) = (seconds.parse().unwrap(), rate.parse().unwrap());
    #[expect(clippy::disallowed_methods, reason = "plays browsers")]
    let client = |idle| {
        let client = Client::builder().cookie_store(true);
        client.pool_max_idle_per_host(idle).timeout(Duration::from_secs(30)).build().unwrap()
    };
    let (kept, new) = (client(8), client(0));
    log_in(&kept, &url).await;
    let (count, began) = (Arc::new(Count::default()), Instant::now());
    let mut tasks = JoinSet::new();
    let mut ticks = tokio::time::interval(Duration::from_micros(1_000_000 / rate));
    let mut number = 0;
    while began.elapsed() < Duration::from_secs(seconds) && !Path::new(&stop).exists() {
        ticks.tick().await;
        number += 1;
        let (count, kept, new, url) = (Arc::clone(&count), kept.clone(), new.clone(), url.clone());
        tasks.spawn(async move {
            match number % 15 {
                0 => count.form(&kept, &url, number).await,
                it if it % 2 == 0 => {
                    count.request("list", kept.get(format!("{url}/clerk/api/case/"))).await;
                }
                _ => {
                    count.request("healthz", new.get(format!("{url}/healthz"))).await;
                }
            }
        });
        while tasks.try_join_next().is_some() {}
    }
    while tasks.join_next().await.is_some() {}
    let failures = count.failures.lock().unwrap().clone();
    let took = began.elapsed().as_secs_f64();
    let requests = count.requests.load(Ordering::Relaxed);
    #[expect(clippy::cast_precision_loss, reason = "a figure for people")]
    let per_second = (requests as f64 / took).round();
    println!(
        "{}",
        json!({
            "requests": requests,
            "per_second": per_second,
            "seconds": took.round(),
            "failed": failures.len(),
            "first_failures": failures.iter().take(5).collect::<Vec<_>>(),
            "slowest_ms": count.slowest.load(Ordering::Relaxed),
            "submissions": *count.submissions.lock().unwrap(),
        })
    );
    std::process::exit(i32::from(!failures.is_empty()));
}
