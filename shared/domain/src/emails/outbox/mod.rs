//! Handing emails to the mail provider, never twice, and what becomes of them.
//!
//! [`rules`] says when an email may go out. The story is `clerk_workflows::mail_goes_out`, which
//! calls, in this order: [`ready_to_send`], [`are_allowed`] or [`hold`], `ReadyEmail::into_message`,
//! [`begin`], the provider, [`record`]. An attempt (table `clerk.email_attempt`) stands for one call.
//!
//! Other verbs: [`list_attempts`]; [`resolve`], by which a person decides about an attempt whose outcome
//! is unknown; [`release_held`]; [`stuck`] for emails that will not go out by themselves; [`events`] for
//! what the provider says of an email later.

mod attempt;
pub mod events;
mod hand_over;
mod message;
mod outcome;
mod release;
mod resolve;
mod rules;
pub mod stuck;

pub use attempt::{Attempt, AttemptState, hold, list_attempts};
pub use hand_over::{Claim, Locked, begin, lease, lock_attempt, record};
pub use message::{ReadyEmail, ready_to_send};
pub use outcome::Outcome;
pub use release::{Released, release_held};
pub use resolve::{Decision, Resolved, resolve};
pub use rules::{
    Finished, MAX_EMAIL_BYTES, ToSend, are_allowed, check_sendable, check_size, megabytes,
};
