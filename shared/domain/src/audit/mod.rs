//! The original's audit log (table `auditlog_logentry`): who changed which fields of a critical date
//! or an account, and when.

mod changes;
mod content_type;
mod record;

pub use changes::Changes;
pub use content_type::content_type;
pub use record::{Action, Subject, record};
