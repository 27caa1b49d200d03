//! Which handler runs which job.

use clerk_domain::{Context, error::Result};
use clerk_store::jobs::Job;

use crate::jobs;

/// Runs a job.
///
/// # Errors
/// Fails when the handler does; a transient error is worth another attempt.
pub async fn dispatch(ctx: Context, job: Job) -> Result<()> {
    let ctx = &ctx;
    match job {
        Job::ProcessSubmission { submission } => {
            jobs::process_submission::run(ctx, submission).await
        }
        Job::AlertNewCase { case } => jobs::alert_new_case::run(ctx, case).await,
        Job::AlertSubmissionFailed { submission } => {
            jobs::alert_submission_failed::run(ctx, submission).await
        }
        Job::WelcomeClient { case } => jobs::welcome_client::run(ctx, case).await,
        Job::SetUpCaseFolder { case } => jobs::set_up_case_folder::run(ctx, case).await,
        Job::SendEmail { email } => jobs::send_email::run(ctx, email).await,
        Job::AlertEmailFailed { email } => jobs::alert_email_failed::run(ctx, email).await,
        Job::AlertEmailUnresolved { attempt } => {
            jobs::alert_email_unresolved::run(ctx, attempt).await
        }
        Job::AlertEmailStuck { email } => jobs::alert_email_stuck::run(ctx, email).await,
        Job::IngestEmail { message } => jobs::ingest_email::run(ctx, message).await,
        Job::AlertEmailReceived { email } => jobs::alert_email_received::run(ctx, email).await,
        Job::AlertUnroutedEmail => jobs::alert_unrouted_email::run(ctx).await,
        Job::AlertAssignment { event } => jobs::alert_assignment::run(ctx, event).await,
        Job::NotifyStage { event } => jobs::notify_stage::run(ctx, event).await,
        Job::MoveCaseAccess { event } => jobs::move_case_access::run(ctx, event).await,
        Job::SyncMicrosoftAccount { account } => {
            jobs::sync_microsoft_account::run(ctx, account).await
        }
        Job::DeleteAttachmentFile { key } => jobs::delete_attachment_file::run(ctx, &key).await,
        Job::WelcomeAccount { account } => jobs::welcome_account::run(ctx, account).await,
        Job::CleanUp => jobs::clean_up::run(ctx).await,
        Job::FindStuck => jobs::find_stuck::run(ctx).await,
    }
}
