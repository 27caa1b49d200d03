//! The notes of a case (table `core_issuenote`): written by people, or made from events.

mod add;
mod assemble;
mod events;
mod list;
mod model;
mod text;

pub use add::{NewNote, add_event, create};
pub use list::{NoteFilter, list, of_case};
pub use model::{Note, Reviewee};
