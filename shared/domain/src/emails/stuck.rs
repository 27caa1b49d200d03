//! Emails that will not go out by themselves: finding them, and having somebody told.

use chrono::{DateTime, TimeDelta, Utc};
use clerk_store::{
    db::{Connection, schema::clerk::email_stuck},
    jobs::{self, Job, JobKind},
};
use diesel::{
    ExpressionMethods, OptionalExtension, QueryDsl, QueryableByName, delete, sql_query,
    sql_types::{Integer, Nullable, Text, Timestamptz, Uuid as SqlUuid},
    update,
};
use diesel_async::{AsyncConnection, RunQueryDsl};
use uuid::Uuid;

use crate::{Context, error::Result};

/// The job that sends the email `e`, as long as it can still succeed.
pub(super) fn unfinished_job() -> String {
    jobs::sql::unfinished(&JobKind::SEND_EMAIL, "e.id")
}

/// The attempt that says most about the email `e`: one that is open or accepted, else the last.
const ATTEMPT: &str = "SELECT * FROM clerk.email_attempt
    WHERE email_attempt.email_id = e.id
    ORDER BY email_attempt.state IN ('Calling', 'Unresolved', 'Accepted') DESC,
        email_attempt.created_at DESC, email_attempt.id
    LIMIT 1";

/// How old an email without a job is before somebody is told.
const PATIENCE: TimeDelta = TimeDelta::minutes(15);

/// An email that will not go out by itself.
#[derive(Clone, Debug, PartialEq, Eq, QueryableByName)]
pub struct Stuck {
    /// `emails_email.id`.
    #[diesel(sql_type = Integer)]
    pub email: i32,
    /// Its case.
    #[diesel(sql_type = Nullable<SqlUuid>)]
    pub case: Option<Uuid>,
    /// Its subject, which may name people.
    #[diesel(sql_type = Text)]
    pub subject: String,
    /// The attempt that it hangs on.
    #[diesel(sql_type = Nullable<SqlUuid>)]
    pub attempt: Option<Uuid>,
    /// `unresolved` (a person has to decide), `held` (not allowed here), or `no job` (nothing will send
    /// it).
    #[diesel(sql_type = Text)]
    pub kind: String,
    /// Since when.
    #[diesel(sql_type = Timestamptz)]
    pub since: DateTime<Utc>,
    /// Why.
    #[diesel(sql_type = Text)]
    pub reason: String,
}

/// Every email that will not go out by itself, oldest first.
///
/// # Errors
/// Fails when the database does.
pub async fn list(ctx: &Context) -> Result<Vec<Stuck>> {
    let dead_since = ctx.clock.now() - super::lease(ctx);
    let unfinished = unfinished_job();
    let dead_job = jobs::sql::dead(&JobKind::SEND_EMAIL, "e.id");
    let query = format!(
        "SELECT e.id AS email, e.issue_id AS \"case\", e.subject, a.id AS attempt,
             CASE WHEN a.state IN ('Calling', 'Unresolved') THEN 'unresolved'
                  WHEN a.state = 'Held' THEN 'held' ELSE 'no job' END AS kind,
             coalesce(a.created_at, e.created_at) AS since,
             CASE WHEN a.state = 'Accepted' THEN 'the provider has it already'
                  WHEN a.state = 'Calling' THEN 'the worker died in the call'
                  WHEN a.state IN ('Unresolved', 'Held') THEN coalesce(a.reason, '')
                  ELSE coalesce('job ' || d.id || ': ' || d.last_error, a.reason, 'it has no job')
             END AS reason
         FROM public.emails_email e
         LEFT JOIN LATERAL ({ATTEMPT}) a ON true
         LEFT JOIN LATERAL ({dead_job}) d ON true
         WHERE a.state = 'Unresolved' OR (a.state = 'Calling' AND a.created_at <= $1)
            OR (e.state = 'READY_TO_SEND' AND a.state IS DISTINCT FROM 'Calling'
                AND NOT EXISTS ({unfinished}))
         ORDER BY 6, 1"
    );
    let conn = &mut *ctx.db().await?;
    Ok(sql_query(query).bind::<Timestamptz, _>(dead_since).load(conn).await?)
}

#[derive(QueryableByName)]
struct Noticed {
    #[diesel(sql_type = Integer)]
    email_id: i32,
}

/// Has somebody told about emails that are to be sent, are older than a quarter of an hour, and have
/// no job that could send them. Once an email, until it is enqueued again. Those that are held or
/// unresolved are left out: the first are meant to wait, and the others have their own alert.
///
/// # Errors
/// Fails when the database does.
pub async fn notice(ctx: &Context) -> Result<()> {
    let now = ctx.clock.now();
    let unfinished = unfinished_job();
    let query = format!(
        "INSERT INTO clerk.email_stuck (email_id, noticed_at)
         SELECT e.id, $1 FROM public.emails_email e
         LEFT JOIN LATERAL ({ATTEMPT}) a ON true
         WHERE e.state = 'READY_TO_SEND' AND e.created_at < $2
           AND (a.state IS NULL OR a.state NOT IN ('Calling', 'Unresolved', 'Held'))
           AND NOT EXISTS ({unfinished})
         ON CONFLICT DO NOTHING RETURNING email_id"
    );
    let conn = &mut *ctx.db().await?;
    conn.transaction(async |conn| {
        let noticed: Vec<Noticed> = sql_query(&query)
            .bind::<Timestamptz, _>(now)
            .bind::<Timestamptz, _>(now - PATIENCE)
            .load(conn)
            .await?;
        for Noticed { email_id: email } in noticed {
            tracing::error!(email, "email is to be sent, and nothing will send it");
            jobs::enqueue(conn, &Job::AlertEmailStuck { email }).await?;
        }
        Ok(())
    })
    .await
}

/// Whether somebody is to be told about an email: it was noticed, nobody has been told, and it still
/// waits without a job.
///
/// # Errors
/// Fails when the database does.
pub async fn is_to_be_told(conn: &mut Connection, email: i32) -> Result<bool> {
    let unfinished = unfinished_job();
    let query = format!(
        "SELECT e.id AS email_id FROM public.emails_email e
         JOIN clerk.email_stuck s ON s.email_id = e.id
         WHERE e.id = $1 AND s.alerted_at IS NULL AND e.state = 'READY_TO_SEND'
           AND NOT EXISTS ({unfinished})"
    );
    let found: Option<Noticed> =
        sql_query(query).bind::<Integer, _>(email).get_result(conn).await.optional()?;
    Ok(found.is_some())
}

/// Writes down that somebody was told.
///
/// # Errors
/// Fails when the database does.
pub async fn told(conn: &mut Connection, now: DateTime<Utc>, email: i32) -> Result<()> {
    update(email_stuck::table.find(email))
        .set(email_stuck::alerted_at.eq(now))
        .execute(conn)
        .await?;
    Ok(())
}

/// The email is on its way again.
///
/// # Errors
/// Fails when the database does.
pub(super) async fn forget(conn: &mut Connection, email: i32) -> Result<()> {
    delete(email_stuck::table.find(email)).execute(conn).await?;
    Ok(())
}
