//! Files that people attach to the intake form: what is accepted, where it goes, who may see it.

mod create;
mod find;
mod incoming;
mod kind;
mod ole;
mod sniff;
mod zip;

pub use create::create;
pub use find::{Upload, find_visible};
pub use incoming::Incoming;
pub use kind::Kind;
pub use sniff::sniff;
