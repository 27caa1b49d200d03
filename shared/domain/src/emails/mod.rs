//! Emails of cases (table `emails_email`), in five rooms:
//!
//! - [`drafts`]: emails that a person is writing;
//! - [`outbox`]: handing emails to the mail provider, never twice, and what the provider says of them;
//! - [`inbox`]: mail that comes in, until it belongs to a case or waits for a person;
//! - [`threads`]: which emails belong to one conversation;
//! - [`rendering`]: what an email looks like, on a page and as it goes out.
//!
//! Beside the rooms is only what all of them share: the record, its files, addresses, and
//! [`after_state_change`], which alone decides what follows a state. The two stories in which the
//! rooms work together, `mail_goes_out` and `mail_comes_in`, are in the crate `clerk_workflows`.
//!
//! Rooms lean on each other in this order only: `drafts`, `outbox` and `inbox` on `threads`, `drafts`
//! on `outbox` too, `drafts` and `threads` on `rendering`.

mod address;
pub mod attachment;
mod create;
pub mod drafts;
mod email;
pub mod inbox;
pub mod outbox;
pub mod rendering;
mod state_changes;
pub mod threads;

pub use address::{case_address, case_sender};
pub use create::{NewEmail, create};
pub use email::{Email, EmailRow, EmailState, get, state_in_case};
pub use state_changes::{StateChange, after_state_change};
