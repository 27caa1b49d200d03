//! Emails of cases: writing them, handing them over, what follows.

mod address;
mod attach;
mod attachments;
mod attempt;
mod create;
pub mod drafts;
mod email;
mod find;
pub mod html;
mod lifecycle;
mod list;
mod load;
mod model;
mod outcome;
mod send;
pub mod size;
pub(in crate::domain) mod slug;
pub mod templates;
mod text;
pub mod threads;

pub use address::{DISPLAY_NAME, case_address, case_sender, is_allowed};
pub use attach::attach;
pub use attachments::{DraftFile, attach_file, delete_unused_file, find_attachment, room};
pub use create::create;
pub use email::{Attachment, Email, EmailRow};
pub use find::find;
pub use lifecycle::after_state_change;
pub use list::{DISPLAYED, FullThread, list};
pub use model::{AttemptState, EmailState, NewEmail, StateChange};
pub use send::send;
pub use slug::thread_name;
pub use text::{layout, plain_text};
