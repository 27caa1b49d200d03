//! What the mail provider tells about emails that went out: delivered, refused, delayed.

mod list;
mod model;
mod receive;
mod settle;
mod signature;
mod state;

pub use list::list;
pub use model::{Event, EventKind, Malformed, NewEvent, read};
pub use receive::{clean_up, receive, settle_attempt};
pub use signature::is_genuine;
pub use state::state;
