//! Which emails belong to one conversation (table `clerk.email_thread`).
//!
//! Verbs: [`list`] for people; [`group`], which sorts the emails of a case into threads; [`record`] and
//! [`record_outgoing`] for whoever writes an email; [`thread_name`] of a subject; [`unfold`] for the
//! headers of a message.

mod group;
mod headers;
mod list;
mod name;
mod newer;
mod record;

pub use group::{Line, Thread, group};
pub use headers::{Headers, unfold};
pub use list::{FullThread, list};
pub use name::thread_name;
pub(super) use newer::refuse_if_newer;
pub use record::{Outgoing, headers_of, record, record_outgoing};
