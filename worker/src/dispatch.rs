//! Which function runs which job.

use clerk_domain::{Context, emails::attachment, error::Result};
use clerk_store::jobs::Job;
use clerk_workflows::{
    alerts, case_folder, clean_up::clean_up, find_stuck::find_stuck, mail_goes_out, staff_access,
    welcome_client::welcome_client,
};

use crate::jobs::{ingest_email, process_submission};

/// Runs a job.
///
/// # Errors
/// A transient error is worth another attempt; any other ends the job.
pub async fn dispatch(ctx: Context, job: Job) -> Result<()> {
    let ctx = &ctx;
    match job {
        Job::ProcessSubmission { submission } => process_submission(ctx, submission).await,
        Job::AlertNewCase { case } => alerts::alert_new_case(ctx, case).await,
        Job::AlertSubmissionFailed { submission } => {
            alerts::alert_submission_failed(ctx, submission).await
        }
        Job::WelcomeClient { case } => welcome_client(ctx, case).await,
        Job::SetUpCaseFolder { case } => case_folder::set_up_case_folder(ctx, case).await,
        Job::SendEmail { email } => mail_goes_out::send_email(ctx, email).await,
        Job::AlertEmailFailed { email } => alerts::alert_email_failed(ctx, email).await,
        Job::AlertEmailUnresolved { attempt } => alerts::alert_email_unresolved(ctx, attempt).await,
        Job::AlertEmailStuck { email } => alerts::alert_email_stuck(ctx, email).await,
        Job::IngestEmail { message } => ingest_email(ctx, message).await,
        Job::AlertEmailReceived { email } => alerts::alert_email_received(ctx, email).await,
        Job::AlertUnroutedEmail => alerts::alert_unrouted_email(ctx).await,
        Job::AlertAssignment { event } => alerts::alert_assignment(ctx, event).await,
        Job::NotifyStage { event } => alerts::notify_stage(ctx, event).await,
        Job::MoveCaseAccess { event } => case_folder::move_case_access(ctx, event).await,
        Job::SyncMicrosoftAccount { account } => {
            staff_access::sync_microsoft_account(ctx, account).await
        }
        Job::DeleteAttachmentFile { key } => attachment::delete_attachment_file(ctx, &key).await,
        Job::WelcomeAccount { account } => staff_access::welcome_account(ctx, account).await,
        Job::CleanUp => clean_up(ctx).await,
        Job::FindStuck => find_stuck(ctx).await,
    }
}
