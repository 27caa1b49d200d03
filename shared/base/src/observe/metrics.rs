//! Metrics of a process, kept in memory until they are asked for.

use std::{sync::OnceLock, time::Duration};

use metrics::{counter, gauge, histogram};
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};

/// Seconds; the bounds between which durations are counted.
const BOUNDS: [f64; 12] = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0];

static HANDLE: OnceLock<PrometheusHandle> = OnceLock::new();

/// Begins to keep metrics. Without it nothing is kept. A second call does nothing.
///
/// # Errors
/// Fails when another recorder is installed.
pub fn start() -> Result<(), String> {
    if HANDLE.get().is_some() {
        return Ok(());
    }
    let recorder = PrometheusBuilder::new()
        .set_buckets_for_metric(Matcher::Suffix("_seconds".to_owned()), &BOUNDS)
        .map_err(|error| error.to_string())?
        .install_recorder()
        .map_err(|error| error.to_string())?;
    let _ = HANDLE.set(recorder);
    Ok(())
}

/// The metrics of this process as Prometheus reads them.
#[must_use]
pub fn render() -> String {
    HANDLE
        .get()
        .map(|handle| {
            handle.run_upkeep();
            handle.render()
        })
        .unwrap_or_default()
}

/// A request has begun (1) or ended (-1).
pub fn requests_in_flight(change: f64) {
    gauge!("clerk_http_requests_in_flight").increment(change);
}

/// A request was answered. The route is the pattern, never the address.
pub fn request(method: &str, route: &str, status: u16, took: Duration) {
    let class = format!("{}xx", status / 100);
    let labels = [("method", method.to_owned()), ("route", route.to_owned()), ("status", class)];
    histogram!("clerk_http_request_seconds", &labels).record(took);
}

/// An outside service answered a call, with a status or not at all.
pub fn outside_call(host: &str, status: Option<u16>, took: Duration) {
    let status = status.map_or_else(|| "none".to_owned(), |status| status.to_string());
    let labels = [("host", host.to_owned()), ("status", status)];
    counter!("clerk_outside_calls_total", &labels).increment(1);
    histogram!("clerk_outside_call_seconds", "host" => host.to_owned()).record(took);
}

/// A job has ended, well or not.
pub fn job(name: &str, is_fine: bool, took: Duration) {
    let outcome = if is_fine { "done" } else { "failed" };
    let labels = [("job", name.to_owned()), ("outcome", outcome.to_owned())];
    histogram!("clerk_job_seconds", &labels).record(took);
}

/// Sets a metric that is looked up when it is asked for.
pub fn set(name: &'static str, labels: &[(&'static str, String)], value: f64) {
    gauge!(name, labels).set(value);
}
