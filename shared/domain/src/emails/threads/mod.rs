//! Which emails belong to one conversation.

mod group;
mod headers;
mod newer;
mod record;

pub use group::{Line, Thread, group};
pub use headers::Headers;
pub(super) use newer::refuse_if_newer;
pub use record::{Outgoing, headers_of, record, record_outgoing};
