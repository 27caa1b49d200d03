//! The job queue: what a job is, and how one is enqueued with the change that calls for it.

pub mod backend;
mod failure;
pub mod health;
pub mod queue;
pub mod schedule;
mod timing;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

pub use failure::{JobFailure, Retry};
pub use queue::{cancel, enqueue, enqueue_at};
pub use timing::Timing;

/// Everything that the worker can be asked to do. Payloads hold ids, never contents; a stored job is
/// a public format, so names and fields only ever gain variants (pinned by a test).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "job", rename_all = "snake_case")]
pub enum Job {
    /// Turn the answers of a submitted intake form into a case.
    ProcessSubmission {
        /// `core_submission.id`.
        submission: Uuid,
    },
    /// Tell the intake channel on Slack about a new case.
    AlertNewCase {
        /// `core_issue.id`.
        case: Uuid,
    },
    /// Tell the intake channel on Slack that a submission could not be processed.
    AlertSubmissionFailed {
        /// `core_submission.id`.
        submission: Uuid,
    },
    /// Write the welcome email of a new case.
    WelcomeClient {
        /// `core_issue.id`.
        case: Uuid,
    },
    /// Make the SharePoint folder of a new case.
    SetUpCaseFolder {
        /// `core_issue.id`.
        case: Uuid,
    },
    /// Hand an email to the mail provider.
    SendEmail {
        /// `emails_email.id`.
        email: i32,
    },
    /// Tell Slack that an email could not be delivered.
    AlertEmailFailed {
        /// `emails_email.id`.
        email: i32,
    },
    /// Tell the intake channel on Slack that nobody knows whether an email is out, unless it has
    /// become clear meanwhile.
    AlertEmailUnresolved {
        /// `clerk.email_attempt.id`.
        attempt: Uuid,
    },
    /// Tell the intake channel on Slack that an email is to be sent and nothing will send it.
    AlertEmailStuck {
        /// `emails_email.id`.
        email: i32,
    },
    /// Make an email of its case out of a message that has come in.
    IngestEmail {
        /// `clerk.inbound_message.id`.
        message: Uuid,
    },
    /// Tell Slack that an email has come in.
    AlertEmailReceived {
        /// `emails_email.id`.
        email: i32,
    },
    /// Tell Slack that messages have come in that fit no case.
    AlertUnroutedEmail,
    /// Tell a paralegal on Slack that a case is theirs.
    AlertAssignment {
        /// `core_issueevent.id`.
        event: i32,
    },
    /// Send the notifications that the team has set up for a stage that a case has reached.
    NotifyStage {
        /// `core_issueevent.id`.
        event: i32,
    },
    /// Take the SharePoint folder of a case from who had it and give it to who has it now.
    MoveCaseAccess {
        /// `core_issueevent.id`.
        event: i32,
    },
    /// Bring an account's Microsoft account, licence and group in line with its role.
    SyncMicrosoftAccount {
        /// `auth_user.id`.
        account: i32,
    },
    /// Delete a file that was attached to an email, unless another email has it too.
    DeleteAttachmentFile {
        /// Its key in the file store: `emails_emailattachment.file`.
        key: String,
    },
    /// Write the mail with which somebody logs in at Microsoft for the first time.
    WelcomeAccount {
        /// `auth_user.id`.
        account: i32,
    },
    /// Delete sessions that have expired and jobs finished long ago.
    CleanUp,
    /// Find submissions and emails whose jobs have died, so that somebody hears of them.
    FindStuck,
}

/// A group of jobs with a concurrency of its own, so that a slow outside service cannot hold up the
/// rest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Queue {
    /// Work on our own database.
    Core,
    /// Mail to the provider.
    Mail,
    /// Messages to Slack.
    Slack,
    /// SharePoint.
    Files,
}

impl Queue {
    /// Every queue.
    pub const ALL: [Self; 4] = [Self::Core, Self::Mail, Self::Slack, Self::Files];

    /// The name in `clerk.job.queue`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Core => "core",
            Self::Mail => "mail",
            Self::Slack => "slack",
            Self::Files => "files",
        }
    }

    /// How many of its jobs one worker process runs at a time.
    #[must_use]
    pub const fn concurrency(self) -> usize {
        match self {
            Self::Core | Self::Mail => 4,
            Self::Slack | Self::Files => 2,
        }
    }
}

impl Job {
    /// Where it waits.
    #[must_use]
    pub const fn queue(&self) -> Queue {
        match self {
            Self::ProcessSubmission { .. }
            | Self::WelcomeClient { .. }
            | Self::DeleteAttachmentFile { .. }
            | Self::WelcomeAccount { .. }
            | Self::IngestEmail { .. }
            | Self::CleanUp
            | Self::FindStuck => Queue::Core,
            Self::SendEmail { .. } => Queue::Mail,
            Self::AlertNewCase { .. }
            | Self::AlertSubmissionFailed { .. }
            | Self::AlertEmailFailed { .. }
            | Self::AlertEmailUnresolved { .. }
            | Self::AlertEmailStuck { .. }
            | Self::AlertEmailReceived { .. }
            | Self::AlertUnroutedEmail
            | Self::AlertAssignment { .. }
            | Self::NotifyStage { .. } => Queue::Slack,
            Self::SetUpCaseFolder { .. }
            | Self::MoveCaseAccess { .. }
            | Self::SyncMicrosoftAccount { .. } => Queue::Files,
        }
    }

    /// Which goes first when several wait in a queue: the higher.
    #[must_use]
    pub const fn priority(&self) -> i16 {
        match self {
            Self::ProcessSubmission { .. } => 10,
            Self::CleanUp => -10,
            _ => 0,
        }
    }

    /// How often it is tried before it is dead.
    #[must_use]
    pub const fn max_attempts(&self) -> i32 {
        match self {
            Self::CleanUp | Self::FindStuck => 3,
            _ => 12,
        }
    }

    /// Its name in logs and metrics.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::ProcessSubmission { .. } => "process_submission",
            Self::AlertNewCase { .. } => "alert_new_case",
            Self::AlertSubmissionFailed { .. } => "alert_submission_failed",
            Self::WelcomeClient { .. } => "welcome_client",
            Self::SetUpCaseFolder { .. } => "set_up_case_folder",
            Self::SendEmail { .. } => "send_email",
            Self::AlertEmailFailed { .. } => "alert_email_failed",
            Self::AlertEmailUnresolved { .. } => "alert_email_unresolved",
            Self::AlertEmailStuck { .. } => "alert_email_stuck",
            Self::IngestEmail { .. } => "ingest_email",
            Self::AlertEmailReceived { .. } => "alert_email_received",
            Self::AlertUnroutedEmail => "alert_unrouted_email",
            Self::AlertAssignment { .. } => "alert_assignment",
            Self::NotifyStage { .. } => "notify_stage",
            Self::MoveCaseAccess { .. } => "move_case_access",
            Self::SyncMicrosoftAccount { .. } => "sync_microsoft_account",
            Self::DeleteAttachmentFile { .. } => "delete_attachment_file",
            Self::WelcomeAccount { .. } => "welcome_account",
            Self::CleanUp => "clean_up",
            Self::FindStuck => "find_stuck",
        }
    }

    /// While a job of this key is unfinished, enqueuing another does nothing.
    #[must_use]
    pub fn unique_key(&self) -> Option<String> {
        let name = self.name();
        Some(match self {
            Self::ProcessSubmission { submission } | Self::AlertSubmissionFailed { submission } => {
                format!("{name}:{submission}")
            }
            Self::AlertNewCase { case }
            | Self::WelcomeClient { case }
            | Self::SetUpCaseFolder { case } => format!("{name}:{case}"),
            Self::SendEmail { email }
            | Self::AlertEmailFailed { email }
            | Self::AlertEmailStuck { email }
            | Self::AlertEmailReceived { email } => format!("{name}:{email}"),
            Self::AlertEmailUnresolved { attempt } => format!("{name}:{attempt}"),
            Self::IngestEmail { message } => format!("{name}:{message}"),
            Self::AlertAssignment { event }
            | Self::NotifyStage { event }
            | Self::MoveCaseAccess { event } => format!("{name}:{event}"),
            Self::WelcomeAccount { account } => format!("{name}:{account}"),
            // One that runs may have read the account before the change that this is for, or another
            // email may lose the same file while it is at it; unrouted mail has keys of its own.
            Self::SyncMicrosoftAccount { .. }
            | Self::DeleteAttachmentFile { .. }
            | Self::AlertUnroutedEmail
            | Self::CleanUp
            | Self::FindStuck => return None,
        })
    }
}
