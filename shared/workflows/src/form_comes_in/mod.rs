//! What happens when a form comes in (job `ProcessSubmission`, which handing in a form enqueues).
//!
//! 1. **Held**: the submission's row is locked, so that it becomes at most one case, however often
//!    and by however many workers it is processed.
//! 2. **Read**, all of it before anything is written: without a name, an address, an email address
//!    and a known topic there is no case. Everything else is cut to its column or left out, and the
//!    answers stay as they came.
//! 3. **Written**, in one transaction: the client (found again by their email address), landlord
//!    and agent, the tenancy (the client's own at the same address), the case, and the files that
//!    belong to it.
//! 4. **What follows**, in the same transaction: see `after_opening` in [`crate::case_opens`]:
//!    alert, welcome, folder.
//!
//! What cannot be read is marked as failed ([`failure`](self::list_failed)) and the intake channel
//! hears of it once; when the cause is mended, a command processes it again. A form never changes
//! what is known of a client or a tenancy, and a failed one is never deleted.

mod answers;
mod case;
mod client;
mod failure;
mod people;
mod tenancy;
mod uploads;

use chrono::{DateTime, Utc};
use clerk_domain::{
    Context,
    clients::NewClient,
    error::{DomainError, Result},
};
use clerk_store::db::{
    Connection,
    schema::{core_issue, core_submission},
};
use diesel::{ExpressionMethods, OptionalExtension, QueryDsl, update};
use diesel_async::{AsyncConnection, RunQueryDsl};
use serde_json::Value;
use uuid::Uuid;

use self::{
    answers::{Answers, Unprocessable},
    case::NewCase,
    tenancy::Home,
};
use crate::case_opens::{Origin, after_opening};

pub use self::failure::{Failure, give_up, list_failed, mark_abandoned};

/// What became of a submission.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It is this case now.
    Processed(Uuid),
    /// It was a case before.
    AlreadyProcessed,
    /// It was not handed in yet, so nothing was done.
    NotSubmitted,
    /// It cannot be a case, for the given reason; it is marked as failed, and its answers are kept.
    Failed(String),
}

/// Turns a submission into a case, or marks it as failed. Doing it again changes nothing.
///
/// # Errors
/// [`DomainError::NotFound`] when there is no such submission.
pub async fn process(ctx: &Context, id: Uuid) -> Result<Outcome> {
    let now = ctx.clock.now();
    let conn = &mut *ctx.db().await?;
    let outcome = conn.transaction(async |conn| process_in(conn, id, now).await).await?;
    if let Outcome::Processed(case) = outcome {
        tracing::info!(submission = %id, %case, "a submission has become a case");
    }
    Ok(outcome)
}

async fn process_in(conn: &mut Connection, id: Uuid, now: DateTime<Utc>) -> Result<Outcome> {
    let row: Option<(Value, bool, bool)> = core_submission::table
        .find(id)
        .select((
            core_submission::answers,
            core_submission::is_complete,
            core_submission::is_processed,
        ))
        .for_update()
        .first(conn)
        .await
        .optional()?;
    let (answers, is_complete, is_processed) = row.ok_or(DomainError::NotFound)?;
    if is_processed {
        return Ok(Outcome::AlreadyProcessed);
    }
    if !is_complete {
        return Ok(Outcome::NotSubmitted);
    }
    // The original marked the submission after its transaction, so it may have made the case and
    // died.
    let existing: Option<Uuid> = core_issue::table
        .filter(core_issue::submission_id.eq(id))
        .select(core_issue::id)
        .first(conn)
        .await
        .optional()?;
    let case = match (existing, Plan::read(&answers)) {
        (Some(case), _) => case,
        (None, Ok(plan)) => plan.carry_out(conn, id, now).await?,
        (None, Err(Unprocessable(reason))) => {
            failure::mark(conn, id, &reason, now).await?;
            return Ok(Outcome::Failed(reason));
        }
    };
    finish(conn, id, case).await?;
    Ok(Outcome::Processed(case))
}

/// Everything that the answers say, read before anything is written.
struct Plan {
    client: NewClient,
    home: Home,
    case: NewCase,
    uploads: Vec<Uuid>,
    unfit: Vec<&'static str>,
}

impl Plan {
    fn read(answers: &Value) -> Result<Self, Unprocessable> {
        let answers = Answers::new(answers)?;
        let case = NewCase::read(&answers)?;
        Ok(Self {
            client: client::read(&answers)?,
            home: Home::read(&answers)?,
            uploads: uploads::ids(case.topic(), &answers),
            case,
            unfit: answers.into_unfit(),
        })
    }

    async fn carry_out(
        self,
        conn: &mut Connection,
        submission: Uuid,
        now: DateTime<Utc>,
    ) -> Result<Uuid> {
        if !self.unfit.is_empty() {
            tracing::warn!(%submission, answers = ?self.unfit, "answers were cut or left out");
        }
        let client = client::find_or_create(conn, self.client, now).await?;
        let tenancy = self.home.find_or_create(conn, client, now).await?;
        let (case, fileref) = self.case.create(conn, submission, (client, tenancy), now).await?;
        uploads::attach(conn, &self.uploads, case).await?;
        tracing::debug!(%case, fileref, "opened");
        Ok(case)
    }
}

/// Marks the submission as a case, and enqueues what follows. The row's `modified_at` stays, as in
/// the original.
async fn finish(conn: &mut Connection, submission: Uuid, case: Uuid) -> Result<()> {
    update(core_submission::table.find(submission))
        .set(core_submission::is_processed.eq(true))
        .execute(conn)
        .await?;
    failure::clear(conn, submission).await?;
    after_opening(conn, case, Origin::Intake).await
}
