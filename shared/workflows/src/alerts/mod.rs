//! When the team hears of something on Slack, and who.
//!
//! | When | To whom | Template | Job |
//! |---|---|---|---|
//! | a form has become a case | intake channel | `new_case.txt` | `AlertNewCase` |
//! | a form could not become a case, the first time | intake channel | `submission_failed.txt` | `AlertSubmissionFailed` |
//! | **a case gets another paralegal** | **that paralegal**, if the case still is theirs | `assigned.txt` | `AlertAssignment` |
//! | **a case comes to a stage** for which notifications are set up | **its paralegal** or its lawyer, as each says | `stage.txt` | `NotifyStage` |
//! | **an email was not delivered** | **the paralegal of the open case**, else the intake channel | `email_failed.txt` | `AlertEmailFailed` |
//! | **an email has come in** to a case, unless it is an automatic answer | **the paralegal of the open case**, else the intake channel | `email_received.txt` | `AlertEmailReceived` |
//! | it is not known whether an email is out | intake channel | `email_unresolved.txt` | `AlertEmailUnresolved` |
//! | an email is to be sent and nothing will send it | intake channel | `email_stuck.txt` | `AlertEmailStuck` |
//! | messages have come in that fit no case | intake channel | `email_unrouted.txt` | `AlertUnroutedEmail` |
//!
//! A function is called as its job. Each looks again whether there is still something to say, so
//! that running a job twice says it once, apart from `AlertAssignment`, `NotifyStage` and
//! `AlertSubmissionFailed`, of which nothing is stored. Whom a channel's message names, and which
//! channel it is, are rows that the team edits (`slack.rs`). A direct message whose recipient Slack
//! does not know is an error in the log (assignments, stages) or goes to the channel (emails).

mod cases;
mod emails;
mod intake;
mod slack;

pub use cases::{alert_assignment, notify_stage};
pub use emails::{
    alert_email_failed, alert_email_received, alert_email_stuck, alert_email_unresolved,
    alert_unrouted_email,
};
pub use intake::{alert_new_case, alert_submission_failed};
