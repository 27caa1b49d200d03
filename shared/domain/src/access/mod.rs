//! The ground floor: who is asking, and what may they see. Every query that returns case data begins
//! with one of the queries here, so that visibility is part of it and never a filter afterwards.

mod account;
mod case_row;
mod cases;
pub mod clients;
pub mod people;
mod role;
pub mod tenancies;

pub use account::{Account, find_active};
pub use case_row::{CaseInput, CaseRow};
pub use cases::{Cases, case, is_closed, is_open, lock, may_see, require_file, visible_to};
pub use role::{GROUPS, Role};
