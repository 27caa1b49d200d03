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

pub use crate::alerts::assignment_alert::alert_assignment;
pub use crate::alerts::channel::{CLIENT_INTAKE, post};
pub use crate::alerts::email_failed_alert::alert_email_failed;
pub use crate::alerts::email_received_alert::alert_email_received;
pub use crate::alerts::email_stuck_alert::{alert_email_stuck, alert_email_unresolved};
pub use crate::alerts::email_unrouted_alert::alert_email_unrouted;
pub use crate::alerts::new_case_alert::alert_new_case;
pub use crate::alerts::stage::notify_stage;
pub use crate::alerts::submission_failed_alert::alert_submission_failed;
