//! What a job is: its payload, what it does, and what the queue knows about it.

use std::fmt::Display;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Everything that the worker can be asked to do. A job has one name, in `snake_case` in the queue and
/// for the function that the worker calls.
///
/// Payloads hold ids, never contents. A stored job is a public format: variants are added, never
/// renamed (pinned by a test).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "job", rename_all = "snake_case")]
pub enum Job {
    /// Turn the answers of a submitted intake form into a case.
    ProcessSubmission {
        /// `core_submission.id`.
        submission: Uuid,
    },
    /// Post to the intake channel on Slack that there is a new case.
    AlertNewCase {
        /// `core_issue.id`.
        case: Uuid,
    },
    /// Post to the intake channel on Slack that a submission could not be processed.
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
    /// Post on Slack that an email could not be delivered.
    AlertEmailFailed {
        /// `emails_email.id`.
        email: i32,
    },
    /// Post to the intake channel on Slack that it is unknown whether an email is out, unless that
    /// has become clear meanwhile.
    AlertEmailUnresolved {
        /// `clerk.email_attempt.id`.
        attempt: Uuid,
    },
    /// Post to the intake channel on Slack that an email is to be sent and no job will send it.
    AlertEmailStuck {
        /// `emails_email.id`.
        email: i32,
    },
    /// Make an email of its case out of a message that has come in.
    IngestEmail {
        /// `clerk.inbound_message.id`.
        message: Uuid,
    },
    /// Post on Slack that an email has come in.
    AlertEmailReceived {
        /// `emails_email.id`.
        email: i32,
    },
    /// Post to the intake channel on Slack that messages have come in that fit no case.
    AlertUnroutedEmail,
    /// Send a paralegal a direct message that a case was assigned to them.
    AlertAssignment {
        /// `core_issueevent.id`.
        event: i32,
    },
    /// Send the notifications that the team has set up for a stage that a case has reached.
    NotifyStage {
        /// `core_issueevent.id`.
        event: i32,
    },
    /// Take the SharePoint folder of a case from its former paralegal or lawyer and give it to the
    /// present one.
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
    /// Write the mail with which a new account logs in at Microsoft for the first time.
    WelcomeAccount {
        /// `auth_user.id`.
        account: i32,
    },
    /// Delete what has expired: sessions, finished jobs, posts of incoming mail.
    CleanUp,
    /// Find submissions and emails whose jobs are dead, and have them posted to the intake channel.
    FindStuck,
}

/// What the queue knows about a job besides its payload.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JobKind {
    /// The job's name in the payload, in logs and in metrics.
    pub name: &'static str,
    /// Where it waits.
    pub queue: Queue,
    /// Which goes first when several wait in a queue: the higher.
    pub priority: i16,
    /// How often it is tried before it is dead.
    pub max_attempts: i32,
    /// While a job of this key is unfinished, enqueuing another does nothing. Without a key, any
    /// number may wait.
    pub unique_key: Option<String>,
}

impl JobKind {
    /// A constant, because SQL asks for it by the submission: see [`super::sql`].
    pub const PROCESS_SUBMISSION: Self = Self::new("process_submission", Queue::Core).priority(10);
    /// A constant, because SQL asks for it by the email: see [`super::sql`].
    pub const SEND_EMAIL: Self = Self::new("send_email", Queue::Mail);

    const fn new(name: &'static str, queue: Queue) -> Self {
        Self { name, queue, priority: 0, max_attempts: 12, unique_key: None }
    }

    const fn priority(mut self, priority: i16) -> Self {
        self.priority = priority;
        self
    }

    const fn max_attempts(mut self, max_attempts: i32) -> Self {
        self.max_attempts = max_attempts;
        self
    }

    /// At most one unfinished job for this row.
    fn once_for(mut self, id: impl Display) -> Self {
        self.unique_key = Some(self.key(id));
        self
    }

    /// The unique key of the job for a row.
    pub(super) fn key(&self, id: impl Display) -> String {
        format!("{}:{id}", self.name)
    }
}

impl Job {
    /// The table of all jobs: name, queue, and what is not the usual.
    #[must_use]
    pub fn kind(&self) -> JobKind {
        use Queue::{Core, Files, Slack};
        let kind = JobKind::new;
        match self {
            Self::ProcessSubmission { submission } => {
                JobKind::PROCESS_SUBMISSION.once_for(submission)
            }
            Self::AlertNewCase { case } => kind("alert_new_case", Slack).once_for(case),
            Self::AlertSubmissionFailed { submission } => {
                kind("alert_submission_failed", Slack).once_for(submission)
            }
            Self::WelcomeClient { case } => kind("welcome_client", Core).once_for(case),
            Self::SetUpCaseFolder { case } => kind("set_up_case_folder", Files).once_for(case),
            Self::SendEmail { email } => JobKind::SEND_EMAIL.once_for(email),
            Self::AlertEmailFailed { email } => kind("alert_email_failed", Slack).once_for(email),
            Self::AlertEmailUnresolved { attempt } => {
                kind("alert_email_unresolved", Slack).once_for(attempt)
            }
            Self::AlertEmailStuck { email } => kind("alert_email_stuck", Slack).once_for(email),
            Self::IngestEmail { message } => kind("ingest_email", Core).once_for(message),
            Self::AlertEmailReceived { email } => {
                kind("alert_email_received", Slack).once_for(email)
            }
            // Enqueued under keys of its own: one alert for all messages up to it.
            Self::AlertUnroutedEmail => kind("alert_unrouted_email", Slack),
            Self::AlertAssignment { event } => kind("alert_assignment", Slack).once_for(event),
            Self::NotifyStage { event } => kind("notify_stage", Slack).once_for(event),
            Self::MoveCaseAccess { event } => kind("move_case_access", Files).once_for(event),
            // No key: one that runs may have read the account before the change that this is for.
            Self::SyncMicrosoftAccount { .. } => kind("sync_microsoft_account", Files),
            // No key: another email may lose the same file while one runs.
            Self::DeleteAttachmentFile { .. } => kind("delete_attachment_file", Core),
            Self::WelcomeAccount { account } => kind("welcome_account", Core).once_for(account),
            // The timetable enqueues these two under `name:slot`.
            Self::CleanUp => kind("clean_up", Core).priority(-10).max_attempts(3),
            Self::FindStuck => kind("find_stuck", Core).max_attempts(3),
        }
    }

    /// Its name in the queue, in logs and in metrics.
    #[must_use]
    pub fn name(&self) -> &'static str {
        self.kind().name
    }
}

/// A group of jobs with a concurrency of its own, so that a slow outside service cannot hold up the
/// rest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, strum::IntoStaticStr)]
#[strum(serialize_all = "lowercase")]
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
    pub fn name(self) -> &'static str {
        self.into()
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

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    /// Jobs in the queue of an older version have these names, queues and keys.
    #[test]
    fn the_kind_of_every_job_is_pinned() {
        let id = Uuid::nil();
        let of_id = |name: &str| Some(format!("{name}:00000000-0000-0000-0000-000000000000"));
        let of_7 = |name: &str| Some(format!("{name}:7"));
        let key = "a/b.pdf".to_owned();
        let none = |_: &str| None;
        type Key<'a> = &'a dyn Fn(&str) -> Option<String>;
        let table: Vec<(Job, &str, &str, Key<'_>)> = vec![
            (Job::ProcessSubmission { submission: id }, "process_submission", "core", &of_id),
            (Job::AlertNewCase { case: id }, "alert_new_case", "slack", &of_id),
            (
                Job::AlertSubmissionFailed { submission: id },
                "alert_submission_failed",
                "slack",
                &of_id,
            ),
            (Job::WelcomeClient { case: id }, "welcome_client", "core", &of_id),
            (Job::SetUpCaseFolder { case: id }, "set_up_case_folder", "files", &of_id),
            (Job::SendEmail { email: 7 }, "send_email", "mail", &of_7),
            (Job::AlertEmailFailed { email: 7 }, "alert_email_failed", "slack", &of_7),
            (Job::AlertEmailUnresolved { attempt: id }, "alert_email_unresolved", "slack", &of_id),
            (Job::AlertEmailStuck { email: 7 }, "alert_email_stuck", "slack", &of_7),
            (Job::IngestEmail { message: id }, "ingest_email", "core", &of_id),
            (Job::AlertEmailReceived { email: 7 }, "alert_email_received", "slack", &of_7),
            (Job::AlertUnroutedEmail, "alert_unrouted_email", "slack", &none),
            (Job::AlertAssignment { event: 7 }, "alert_assignment", "slack", &of_7),
            (Job::NotifyStage { event: 7 }, "notify_stage", "slack", &of_7),
            (Job::MoveCaseAccess { event: 7 }, "move_case_access", "files", &of_7),
            (Job::SyncMicrosoftAccount { account: 7 }, "sync_microsoft_account", "files", &none),
            (Job::DeleteAttachmentFile { key }, "delete_attachment_file", "core", &none),
            (Job::WelcomeAccount { account: 7 }, "welcome_account", "core", &of_7),
            (Job::CleanUp, "clean_up", "core", &none),
            (Job::FindStuck, "find_stuck", "core", &none),
        ];
        for (job, name, queue, key) in table {
            let kind = job.kind();
            assert_eq!((kind.name, kind.queue.name()), (name, queue));
            assert_eq!(kind.unique_key, key(name));
            assert_eq!(serde_json::to_value(&job).unwrap()["job"], json!(name));
            let priority = match name {
                "process_submission" => 10,
                "clean_up" => -10,
                _ => 0,
            };
            let max_attempts = if matches!(name, "clean_up" | "find_stuck") { 3 } else { 12 };
            assert_eq!((kind.priority, kind.max_attempts), (priority, max_attempts), "{name}");
        }
    }
}
