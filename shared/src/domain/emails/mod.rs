//! Emails of cases: writing them, handing them over, what follows.

mod address;
mod attempt;
mod create;
pub mod events;
pub mod inbound;
mod lifecycle;
mod load;
mod model;
mod outcome;
mod preview;
mod send;
mod slug;
mod text;

pub use address::{DISPLAY_NAME, case_address, case_sender, is_allowed};
pub use create::create;
pub use lifecycle::after_state_change;
pub use model::{AttemptState, EmailState, NewEmail, StateChange};
pub use preview::{preview, require};
pub use send::send;
pub use slug::thread_name;
pub use text::{layout, plain_text};
