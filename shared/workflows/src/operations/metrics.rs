//! Metrics of the whole, looked up in the database when they are asked for.

use std::{
    collections::BTreeSet,
    io,
    sync::{Mutex, PoisonError},
    time::Duration,
};

use clerk_base::observe::{self, metrics};
use clerk_domain::{
    Context,
    error::{DomainError, Result},
};
use diesel::{
    QueryableByName, sql_query,
    sql_types::{Double, Text},
};
use diesel_async::RunQueryDsl;

/// A database that is busy should not be asked for long.
const TIMEOUT: Duration = Duration::from_secs(5);

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = Text)]
    name: String,
    #[diesel(sql_type = Text)]
    first: String,
    #[diesel(sql_type = Text)]
    second: String,
    #[diesel(sql_type = Double)]
    value: f64,
}

/// Each from an index or a table that the clean-up keeps small. Emails of the last thirty days only.
const LOOK: &str = "
    SELECT 'jobs' AS name, queue AS first, state AS second, count(*)::float8 AS value
        FROM clerk.job WHERE state <> 'Done' GROUP BY queue, state
    UNION ALL
    SELECT 'oldest', queue, '', extract(epoch FROM now() - min(run_at))::float8
        FROM clerk.job WHERE state = 'Pending' AND run_at <= now() GROUP BY queue
    UNION ALL
    SELECT 'worker', '', '', coalesce(extract(epoch FROM now() - max(seen_at)), -1)::float8
        FROM clerk.worker
    UNION ALL
    SELECT 'emails', state, '', count(*)::float8
        FROM public.emails_email WHERE created_at > now() - interval '30 days' GROUP BY state
    UNION ALL
    SELECT 'attempts', state, '', count(*)::float8
        FROM clerk.email_attempt WHERE state IN ('Calling', 'Accepted', 'Unresolved') GROUP BY state
    UNION ALL
    SELECT 'inbound', state, '', count(*)::float8
        FROM clerk.inbound_message WHERE state IN ('Storing', 'Received', 'Unrouted') GROUP BY state";

/// Serves the metrics of this process at the address of `CLERK_METRICS_BIND`, for ever. Without one it
/// does nothing, for ever.
///
/// # Errors
/// Fails when the address cannot be listened on.
pub async fn serve_metrics(ctx: Context) -> io::Result<()> {
    let Some(address) = ctx.config.operations.metrics_bind.clone() else {
        return std::future::pending().await;
    };
    metrics::start().map_err(io::Error::other)?;
    let all = move || {
        let ctx = ctx.clone();
        async move {
            look(&ctx).await;
            metrics::render()
        }
    };
    observe::listen(&address, all).await
}

/// Brings the metrics up to date. Without the database they stay as they were, and `clerk_database_up` is 0.
async fn look(ctx: &Context) {
    let pool = ctx.pool.status();
    let number = |count: usize| f64::from(u32::try_from(count).unwrap_or(u32::MAX));
    metrics::set("clerk_database_connections", &[("state", "open".into())], number(pool.size));
    metrics::set("clerk_database_connections", &[("state", "idle".into())], number(pool.available));
    metrics::set("clerk_database_connections", &[("state", "most".into())], number(pool.max_size));
    metrics::set("clerk_database_waiting", &[], number(pool.waiting));
    let rows = tokio::time::timeout(TIMEOUT, ask(ctx)).await;
    let rows = rows.unwrap_or_else(|_| Err(DomainError::Connection("no answer in time".into())));
    metrics::set("clerk_database_up", &[], f64::from(u8::from(rows.is_ok())));
    match rows {
        Ok(rows) => record(&rows),
        Err(error) => tracing::warn!(reason = %error, "no metrics from the database"),
    }
}

async fn ask(ctx: &Context) -> Result<Vec<Row>> {
    Ok(sql_query(LOOK).load(&mut *ctx.db().await?).await?)
}

/// The series that were set so far, by name and labels.
static SEEN: Mutex<BTreeSet<[String; 3]>> = Mutex::new(BTreeSet::new());

/// Sets every series. Those that vanished are reset to 0.
fn record(rows: &[Row]) {
    let mut seen = SEEN.lock().unwrap_or_else(PoisonError::into_inner);
    for [name, first, second] in seen.iter() {
        set(name, first, second, 0.0);
    }
    for row in rows {
        set(&row.name, &row.first, &row.second, row.value);
        seen.insert([row.name.clone(), row.first.clone(), row.second.clone()]);
    }
}

fn set(name: &str, first: &str, second: &str, value: f64) {
    let label = |name: &'static str, value: &str| (name, value.to_owned());
    match name {
        "jobs" => {
            metrics::set("clerk_jobs", &[label("queue", first), label("state", second)], value);
        }
        "oldest" => metrics::set("clerk_jobs_oldest_wait", &[label("queue", first)], value),
        "worker" => metrics::set("clerk_worker_silence", &[], value),
        "emails" => metrics::set("clerk_emails", &[label("state", first)], value),
        "attempts" => metrics::set("clerk_email_attempts", &[label("state", first)], value),
        _ => metrics::set("clerk_inbound_messages", &[label("state", first)], value),
    }
}
