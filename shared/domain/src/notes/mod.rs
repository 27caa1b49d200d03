//! The notes of a case (table `core_issuenote`): written by people, and those
//! that [`crate::journal`] writes, with their texts.

mod add;
mod assemble;
mod events;
mod list;
mod model;
mod rules;
mod text;

pub use add::{NewNote, create};
pub use list::{NoteFilter, list, of_case};
pub use model::{Note, Reviewee};
