//! The notes of a case (table `core_issuenote`): written by people, or made from events.

pub mod choices;
mod events;
mod list;
mod model;
mod text;

pub use list::of_case;
pub use model::{Note, Reviewee};
