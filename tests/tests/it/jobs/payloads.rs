//! A stored job is a public format: a new version must read what an old one left in the queue.

use clerk_store::jobs::Job;
use serde_json::{Value, json};
use uuid::Uuid;

const ID: &str = "0b6e1a4e-2f0c-4f0c-9d39-6d1c9a3c7a11";

/// What is stored. The match is exhaustive so that a new job has to be added here.
fn stored(job: &Job) -> Value {
    match job {
        Job::ProcessSubmission { .. } => json!({"job": "process_submission", "submission": ID}),
        Job::AlertNewCase { .. } => json!({"job": "alert_new_case", "case": ID}),
        Job::AlertSubmissionFailed { .. } => {
            json!({"job": "alert_submission_failed", "submission": ID})
        }
        Job::WelcomeClient { .. } => json!({"job": "welcome_client", "case": ID}),
        Job::SetUpCaseFolder { .. } => json!({"job": "set_up_case_folder", "case": ID}),
        Job::SendEmail { .. } => json!({"job": "send_email", "email": 7}),
        Job::AlertEmailFailed { .. } => json!({"job": "alert_email_failed", "email": 7}),
        Job::AlertEmailUnresolved { .. } => {
            json!({"job": "alert_email_unresolved", "attempt": ID})
        }
        Job::AlertEmailStuck { .. } => json!({"job": "alert_email_stuck", "email": 7}),
        Job::AlertAssignment { .. } => json!({"job": "alert_assignment", "event": 7}),
        Job::NotifyStage { .. } => json!({"job": "notify_stage", "event": 7}),
        Job::MoveCaseAccess { .. } => json!({"job": "move_case_access", "event": 7}),
        Job::SyncMicrosoftAccount { .. } => {
            json!({"job": "sync_microsoft_account", "account": 7})
        }
        Job::DeleteAttachmentFile { .. } => {
            json!({"job": "delete_attachment_file", "key": "email-attachments/ab/c.pdf"})
        }
        Job::WelcomeAccount { .. } => json!({"job": "welcome_account", "account": 7}),
        Job::IngestEmail { .. } => json!({"job": "ingest_email", "message": ID}),
        Job::AlertEmailReceived { .. } => json!({"job": "alert_email_received", "email": 7}),
        Job::AlertUnroutedEmail => json!({"job": "alert_unrouted_email"}),
        Job::CleanUp => json!({"job": "clean_up"}),
        Job::FindStuck => json!({"job": "find_stuck"}),
    }
}

#[test]
fn the_json_of_every_job_is_pinned() {
    let id: Uuid = ID.parse().unwrap();
    for job in [
        Job::ProcessSubmission { submission: id },
        Job::AlertNewCase { case: id },
        Job::AlertSubmissionFailed { submission: id },
        Job::WelcomeClient { case: id },
        Job::SetUpCaseFolder { case: id },
        Job::SendEmail { email: 7 },
        Job::AlertEmailFailed { email: 7 },
        Job::AlertEmailUnresolved { attempt: id },
        Job::AlertEmailStuck { email: 7 },
        Job::AlertAssignment { event: 7 },
        Job::NotifyStage { event: 7 },
        Job::MoveCaseAccess { event: 7 },
        Job::SyncMicrosoftAccount { account: 7 },
        Job::DeleteAttachmentFile { key: "email-attachments/ab/c.pdf".to_owned() },
        Job::WelcomeAccount { account: 7 },
        Job::IngestEmail { message: id },
        Job::AlertEmailReceived { email: 7 },
        Job::AlertUnroutedEmail,
        Job::CleanUp,
        Job::FindStuck,
    ] {
        assert_eq!(serde_json::to_value(&job).unwrap(), stored(&job));
        assert_eq!(serde_json::from_value::<Job>(stored(&job)).unwrap(), job);
        assert_eq!(stored(&job)["job"], job.name());
    }
}
