//! Parties: landlords, agents, support workers (table `core_person`).

mod create;
mod delete;
mod find;
mod list;
mod model;
mod update;

pub use create::create;
pub use delete::delete;
pub use find::find;
pub use list::list;
pub use model::{NewPerson, Person, PersonInput, by_id};
pub use update::update;
