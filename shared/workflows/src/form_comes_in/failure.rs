//! Submissions that could not be turned into a case: marking them, finding them. Whoever processes
//! submissions looks at [`list_failed`]; the search for what is stuck runs [`mark_abandoned`].

use chrono::{DateTime, Utc};
use clerk_domain::{Context, error::Result, submissions};
use clerk_store::{
    db::{Connection, schema::clerk::submission_failure},
    jobs::{self, Job, JobKind},
};
use diesel::{
    ExpressionMethods, QueryDsl, QueryableByName, delete, insert_into, sql_query,
    sql_types::{Text, Timestamptz},
    upsert::excluded,
};
use diesel_async::{AsyncConnection, RunQueryDsl};
use uuid::Uuid;

/// Marks a submission as failed, and has the intake channel alerted the first time. Runs in the
/// caller's transaction. `reason` names fields and never holds an answer.
pub(super) async fn mark(
    conn: &mut Connection,
    id: Uuid,
    reason: &str,
    now: DateTime<Utc>,
) -> Result<()> {
    let attempts: i32 = insert_into(submission_failure::table)
        .values((
            submission_failure::submission_id.eq(id),
            submission_failure::reason.eq(reason),
            submission_failure::failed_at.eq(now),
            submission_failure::attempts.eq(1),
        ))
        .on_conflict(submission_failure::submission_id)
        .do_update()
        .set((
            submission_failure::reason.eq(excluded(submission_failure::reason)),
            submission_failure::failed_at.eq(excluded(submission_failure::failed_at)),
            submission_failure::attempts.eq(submission_failure::attempts + 1),
        ))
        .returning(submission_failure::attempts)
        .get_result(conn)
        .await?;
    tracing::warn!(submission = %id, reason, attempts, "a submission could not be processed");
    // The public can submit the same again and again, which must not flood the channel.
    if attempts == 1 {
        jobs::enqueue(conn, &Job::AlertSubmissionFailed { submission: id }).await?;
    }
    Ok(())
}

/// Takes the mark away.
pub(super) async fn clear(conn: &mut Connection, id: Uuid) -> Result<()> {
    delete(submission_failure::table.find(id)).execute(conn).await?;
    Ok(())
}

/// Marks a submission as failed for a reason outside it, such as a defect of ours, unless it is a
/// case or gone.
pub async fn give_up(ctx: &Context, id: Uuid, reason: &str) -> Result<()> {
    let now = ctx.clock.now();
    let conn = &mut *ctx.db().await?;
    conn.transaction(async |conn| {
        let is_processed = submissions::lock(conn, id).await?;
        match is_processed {
            Some(false) => mark(conn, id, reason, now).await,
            _ => Ok(()),
        }
    })
    .await
}

/// A submission that was handed in and is no case.
#[derive(Clone, Debug, PartialEq, Eq, QueryableByName)]
pub struct Failure {
    /// `core_submission.id`.
    #[diesel(sql_type = diesel::sql_types::Uuid)]
    pub submission: Uuid,
    /// Why, without any answer.
    #[diesel(sql_type = Text)]
    pub reason: String,
    /// When it failed, or was last changed if it never ran.
    #[diesel(sql_type = Timestamptz)]
    pub at: DateTime<Utc>,
    /// How often it was processed in vain.
    #[diesel(sql_type = diesel::sql_types::Integer)]
    pub attempts: i32,
}

/// The job of the submission `s`, as long as it can still succeed.
fn unfinished_job() -> String {
    jobs::sql::unfinished(&JobKind::PROCESS_SUBMISSION, "s.id")
}

/// Every submission that was handed in, is no case, and will not become one by itself: those marked
/// as failed, those whose job is dead, and those that the original left behind. Oldest first.
pub async fn list_failed(conn: &mut Connection) -> Result<Vec<Failure>> {
    let unfinished = unfinished_job();
    let query = format!(
        "SELECT s.id AS submission, coalesce(f.reason, 'never processed') AS reason,
             coalesce(f.failed_at, s.modified_at) AS at, coalesce(f.attempts, 0) AS attempts
         FROM public.core_submission s
         LEFT JOIN clerk.submission_failure f ON f.submission_id = s.id
         WHERE s.is_complete AND NOT s.is_processed AND NOT EXISTS ({unfinished})
         ORDER BY 3, 1"
    );
    Ok(sql_query(query).load(conn).await?)
}

/// Marks the submissions whose job has died without marking them itself, as it does when it has
/// used up its attempts or taken its workers with it.
pub async fn mark_abandoned(ctx: &Context) -> Result<()> {
    let dead = jobs::sql::dead(&JobKind::PROCESS_SUBMISSION, "s.id");
    let unfinished = unfinished_job();
    let query = format!(
        "SELECT s.id AS submission, d.finished_at AS at, 0 AS attempts,
             'its job died; clerk.job ' || d.id || ' tells why' AS reason
         FROM public.core_submission s
         JOIN LATERAL ({dead}) d ON true
         WHERE s.is_complete AND NOT s.is_processed
           AND NOT EXISTS (SELECT FROM clerk.submission_failure f WHERE f.submission_id = s.id)
           AND NOT EXISTS ({unfinished})"
    );
    let abandoned: Vec<Failure> = sql_query(query).load(&mut *ctx.db().await?).await?;
    for failure in abandoned {
        give_up(ctx, failure.submission, &failure.reason).await?;
    }
    Ok(())
}
