//! Clerk's business rules: who is asking and what they may see, and the records of cases, people and
//! mail. The only home of SQL on them.
//!
//! Every function that takes a connection fails when the database does; `# Errors` sections name only
//! what a caller can act on.

pub mod access;
pub mod accounts;
pub mod cases;
pub mod clients;
pub mod context;
pub mod dates;
pub mod document_templates;
pub mod documents;
pub mod email_templates;
pub mod emails;
pub mod error;
pub mod journal;
pub mod notes;
pub mod notification_templates;
pub mod office_closures;
pub mod paging;
pub mod people;
mod record;
pub mod services;
pub mod sessions;
pub mod submissions;
pub mod templates;
pub mod tenancies;
pub mod uploads;
pub mod vocabulary;

pub use context::Context;
pub use error::{DomainError, FieldError};
