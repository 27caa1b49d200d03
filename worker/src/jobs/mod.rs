//! What each job does: one file per variant of [`clerk_store::jobs::Job`].

pub mod alert_assignment;
pub mod alert_email_failed;
pub mod alert_email_received;
pub mod alert_email_stuck;
pub mod alert_email_unresolved;
pub mod alert_new_case;
pub mod alert_submission_failed;
pub mod alert_unrouted_email;
pub mod clean_up;
pub mod delete_attachment_file;
pub mod find_stuck;
pub mod ingest_email;
pub mod move_case_access;
pub mod notify_stage;
pub mod process_submission;
pub mod send_email;
pub mod set_up_case_folder;
pub mod sync_microsoft_account;
pub mod welcome_account;
pub mod welcome_client;
