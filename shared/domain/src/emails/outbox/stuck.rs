//! Emails that will not go out by themselves: finding them, and having the team alerted (table
//! `clerk.email_stuck`).

use chrono::{DateTime, TimeDelta, Utc};
use clerk_store::{
    db::{Connection, schema::clerk::email_stuck},
    jobs::{self, Job, JobKind},
};
use diesel::{
    ExpressionMethods, OptionalExtension, QueryDsl, QueryableByName, sql_query,
    sql_types::{Integer, Nullable, Text, Timestamptz, Uuid as SqlUuid},
    update,
};
use diesel_async::{AsyncConnection, RunQueryDsl};
use uuid::Uuid;

use super::attempt::AttemptState;
use crate::{emails::EmailState, error::Result};

/// The job that sends the email `e`, as long as it can still succeed.
pub(super) fn unfinished_job() -> String {
    jobs::sql::unfinished(&JobKind::SEND_EMAIL, "e.id")
}

/// How old an email without a job is before the team is alerted.
const ALERT_AGE: TimeDelta = TimeDelta::minutes(15);

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

/// The attempt that says most about the email `e`: one that is open or accepted, else the last.
fn decisive_attempt() -> String {
    let [calling, unresolved, accepted] =
        [AttemptState::Calling, AttemptState::Unresolved, AttemptState::Accepted]
            .map(AttemptState::code);
    format!(
        "SELECT * FROM clerk.email_attempt
         WHERE email_attempt.email_id = e.id
         ORDER BY email_attempt.state IN ('{calling}', '{unresolved}', '{accepted}') DESC,
             email_attempt.created_at DESC, email_attempt.id
         LIMIT 1"
    )
}

/// Every email that will not go out by itself, oldest first. `lease` is how long a call can be under way.
pub async fn list(
    conn: &mut Connection,
    lease: TimeDelta,
    now: DateTime<Utc>,
) -> Result<Vec<Stuck>> {
    use AttemptState::{Accepted, Calling, Held, Unresolved};
    let ready = EmailState::ReadyToSend.code();
    let [accepted, calling, held, unresolved] =
        [Accepted, Calling, Held, Unresolved].map(AttemptState::code);
    let attempt = decisive_attempt();
    let unfinished = unfinished_job();
    let dead_job = jobs::sql::dead(&JobKind::SEND_EMAIL, "e.id");
    let query = format!(
        "SELECT e.id AS email, e.issue_id AS \"case\", e.subject, a.id AS attempt,
             CASE WHEN a.state IN ('{calling}', '{unresolved}') THEN 'unresolved'
                  WHEN a.state = '{held}' THEN 'held' ELSE 'no job' END AS kind,
             coalesce(a.created_at, e.created_at) AS since,
             CASE WHEN a.state = '{accepted}' THEN 'the provider has it already'
                  WHEN a.state = '{calling}' THEN 'the worker died in the call'
                  WHEN a.state IN ('{unresolved}', '{held}') THEN coalesce(a.reason, '')
                  ELSE coalesce('job ' || d.id || ': ' || d.last_error, a.reason, 'it has no job')
             END AS reason
         FROM public.emails_email e
         LEFT JOIN LATERAL ({attempt}) a ON true
         LEFT JOIN LATERAL ({dead_job}) d ON true
         WHERE a.state = '{unresolved}' OR (a.state = '{calling}' AND a.created_at <= $1)
            OR (e.state = '{ready}' AND a.state IS DISTINCT FROM '{calling}'
                AND NOT EXISTS ({unfinished}))
         ORDER BY 6, 1"
    );
    Ok(sql_query(query).bind::<Timestamptz, _>(now - lease).load(conn).await?)
}

#[derive(QueryableByName)]
struct Recorded {
    #[diesel(sql_type = Integer)]
    email_id: i32,
}

/// Records emails that are to be sent, are older than a quarter of an hour, and have no job that could
/// send them, and enqueues their alerts: once an email, until it is enqueued again. Those that are held or
/// unresolved are left out: the first are meant to wait, and the others have their own alert.
pub async fn record(conn: &mut Connection, now: DateTime<Utc>) -> Result<()> {
    use AttemptState::{Calling, Held, Unresolved};
    let ready = EmailState::ReadyToSend.code();
    let [calling, held, unresolved] = [Calling, Held, Unresolved].map(AttemptState::code);
    let attempt = decisive_attempt();
    let unfinished = unfinished_job();
    let query = format!(
        "INSERT INTO clerk.email_stuck (email_id, noticed_at)
         SELECT e.id, $1 FROM public.emails_email e
         LEFT JOIN LATERAL ({attempt}) a ON true
         WHERE e.state = '{ready}' AND e.created_at < $2
           AND (a.state IS NULL OR a.state NOT IN ('{calling}', '{unresolved}', '{held}'))
           AND NOT EXISTS ({unfinished})
         ON CONFLICT DO NOTHING RETURNING email_id"
    );
    conn.transaction(async |conn| {
        let recorded: Vec<Recorded> = sql_query(&query)
            .bind::<Timestamptz, _>(now)
            .bind::<Timestamptz, _>(now - ALERT_AGE)
            .load(conn)
            .await?;
        for Recorded { email_id: email } in recorded {
            tracing::error!(email, "email is to be sent, and nothing will send it");
            jobs::enqueue(conn, &Job::AlertEmailStuck { email }).await?;
        }
        Ok(())
    })
    .await
}

/// Whether an email needs an alert: it was recorded, has had none, and still waits without a job.
pub async fn needs_alert(conn: &mut Connection, email: i32) -> Result<bool> {
    let ready = EmailState::ReadyToSend.code();
    let unfinished = unfinished_job();
    let query = format!(
        "SELECT e.id AS email_id FROM public.emails_email e
         JOIN clerk.email_stuck s ON s.email_id = e.id
         WHERE e.id = $1 AND s.alerted_at IS NULL AND e.state = '{ready}'
           AND NOT EXISTS ({unfinished})"
    );
    let found: Option<Recorded> =
        sql_query(query).bind::<Integer, _>(email).get_result(conn).await.optional()?;
    Ok(found.is_some())
}

/// Records that the team has been alerted about an email.
pub async fn mark_alerted(conn: &mut Connection, email: i32, now: DateTime<Utc>) -> Result<()> {
    update(email_stuck::table.find(email))
        .set(email_stuck::alerted_at.eq(now))
        .execute(conn)
        .await?;
    Ok(())
}
