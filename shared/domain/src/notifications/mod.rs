//! Messages to the team on Slack.

mod assignment_alert;
mod channel;
mod direct;
mod email_failed_alert;
mod email_received_alert;
mod email_stuck_alert;
mod email_unrouted_alert;
mod new_case_alert;
mod stage;
mod submission_failed_alert;

pub use assignment_alert::alert_assignment;
pub use channel::{CLIENT_INTAKE, post};
pub use email_failed_alert::alert_email_failed;
pub use email_received_alert::alert_email_received;
pub use email_stuck_alert::{alert_email_stuck, alert_email_unresolved};
pub use email_unrouted_alert::alert_email_unrouted;
pub use new_case_alert::alert_new_case;
pub use stage::notify_stage;
pub use submission_failed_alert::alert_submission_failed;
