//! Messages to the team on Slack.

mod channel;
mod email_failed_alert;
mod new_case_alert;
mod submission_failed_alert;

pub use channel::{CLIENT_INTAKE, post};
pub use email_failed_alert::alert_email_failed;
pub use new_case_alert::alert_new_case;
pub use submission_failed_alert::alert_submission_failed;
