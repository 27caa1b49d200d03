//! Figures about the whole, from the database, whenever somebody asks.

use std::{
    collections::BTreeSet,
    io,
    sync::{Mutex, PoisonError},
    time::Duration,
};

use clerk_base::observe::{self, figures};
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
const PATIENCE: Duration = Duration::from_secs(5);

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

/// Serves the figures of this process at the address of `CLERK_METRICS_BIND`, for ever. Without one it
/// does nothing, for ever.
///
/// # Errors
/// Fails when the address cannot be listened on.
pub async fn serve_figures(ctx: Context) -> io::Result<()> {
    let Some(address) = ctx.config.operations.metrics_bind.clone() else {
        return std::future::pending().await;
    };
    figures::keep().map_err(io::Error::other)?;
    let all = move || {
        let ctx = ctx.clone();
        async move {
            look(&ctx).await;
            figures::render()
        }
    };
    observe::listen(&address, all).await
}

/// Brings the figures up to date. What cannot be found out is left as it was, and said to be old.
async fn look(ctx: &Context) {
    let pool = ctx.pool.status();
    let number = |it: usize| f64::from(u32::try_from(it).unwrap_or(u32::MAX));
    figures::set("clerk_database_connections", &[("state", "open".into())], number(pool.size));
    figures::set("clerk_database_connections", &[("state", "idle".into())], number(pool.available));
    figures::set("clerk_database_connections", &[("state", "most".into())], number(pool.max_size));
    figures::set("clerk_database_waiting", &[], number(pool.waiting));
    let rows = tokio::time::timeout(PATIENCE, ask(ctx)).await;
    let rows = rows.unwrap_or_else(|_| Err(DomainError::Connection("no answer in time".into())));
    figures::set("clerk_database_up", &[], f64::from(u8::from(rows.is_ok())));
    match rows {
        Ok(rows) => tell(&rows),
        Err(error) => tracing::warn!(reason = %error, "no figures from the database"),
    }
}

async fn ask(ctx: &Context) -> Result<Vec<Row>> {
    Ok(sql_query(LOOK).load(&mut *ctx.db().await?).await?)
}

/// The figures that were told so far, by name and labels.
static TOLD: Mutex<BTreeSet<[String; 3]>> = Mutex::new(BTreeSet::new());

/// What there is none of any more has to become 0.
fn tell(rows: &[Row]) {
    let mut told = TOLD.lock().unwrap_or_else(PoisonError::into_inner);
    for [name, first, second] in told.iter() {
        set(name, first, second, 0.0);
    }
    for row in rows {
        set(&row.name, &row.first, &row.second, row.value);
        told.insert([row.name.clone(), row.first.clone(), row.second.clone()]);
    }
}

fn set(name: &str, first: &str, second: &str, value: f64) {
    let label = |name: &'static str, value: &str| (name, value.to_owned());
    match name {
        "jobs" => {
            figures::set("clerk_jobs", &[label("queue", first), label("state", second)], value);
        }
        "oldest" => figures::set("clerk_jobs_oldest_wait", &[label("queue", first)], value),
        "worker" => figures::set("clerk_worker_silence", &[], value),
        "emails" => figures::set("clerk_emails", &[label("state", first)], value),
        "attempts" => figures::set("clerk_email_attempts", &[label("state", first)], value),
        _ => figures::set("clerk_inbound_messages", &[label("state", first)], value),
    }
}
