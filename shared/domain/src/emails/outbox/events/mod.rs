//! Delivery events (table `clerk.email_event`): what the mail provider says about emails that it has
//! taken over: delivered, refused, delayed.
//!
//! Verbs: [`read`] and [`is_genuine`] for a call of the provider, [`receive`] to keep its events and act
//! on them, [`list`] for people, [`clean_up`].

mod event;
mod receive;
mod settle;

pub use event::{Event, EventKind, Malformed, NewEvent, is_genuine, list, read};
pub(in crate::emails) use receive::settle_attempt;
pub use receive::{clean_up, receive};
pub use settle::state;
