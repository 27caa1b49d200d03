//! Emails of cases: writing them, handing them over, what follows.

mod address;
mod attach;
mod attempt;
mod attempts;
mod create;
mod lifecycle;
mod load;
mod model;
mod outcome;
mod preview;
mod release;
mod resolve;
mod send;
mod sharepoint_download;
mod sharepoint_upload;
pub mod size;
pub(in crate::domain) mod slug;
pub mod stuck;
mod text;

pub use address::{DISPLAY_NAME, case_address, case_sender, is_allowed};
pub use attach::attach;
pub use attempt::{Locked, lease, settle};
pub use attempts::{Attempt, attempts};
pub use create::create;
pub use lifecycle::after_state_change;
pub use model::{AttemptState, EmailState, NewEmail, StateChange};
pub use preview::{preview, require};
pub use release::{Released, release_held};
pub use resolve::{Decision, Resolved, resolve};
pub use send::send;
pub use sharepoint_download::attach_from_sharepoint;
pub use sharepoint_upload::save_to_sharepoint;
pub use slug::thread_name;
pub use text::{layout, plain_text};
