//! What is kept of each change: an entry of the audit log, which says who changed which fields, and
//! a note in the timeline of the case, which tells people. Records write both on the connection of
//! the change, so that nothing changes without them.

mod changes;
mod content_type;
mod log;
mod timeline;

pub use changes::Changes;
pub use content_type::content_type;
pub use log::{Action, Subject, record};
pub use timeline::{EmailNote, Event, add_email, add_event};
