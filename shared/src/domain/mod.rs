//! The rules of the field, and the only home of SQL.

pub mod accounts;
pub mod audit;
pub mod cases;
pub mod choices;
pub mod clients;
pub mod dates;
pub mod demo;
pub mod document_templates;
pub mod documents;
pub mod email_templates;
pub mod emails;
pub mod notes;
pub mod notification_templates;
pub mod notifications;
pub mod obfuscation;
pub mod office;
pub mod operations;
pub mod paging;
pub mod people;
pub mod services;
pub mod sessions;
pub mod submissions;
pub mod templates;
pub mod tenancies;
pub mod upkeep;
pub mod uploads;
