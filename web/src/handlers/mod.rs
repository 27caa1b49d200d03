//! One file a resource, with the same name as its subject has in the other layers. A handler parses,
//! calls one function of the domain, and converts the answer.
//!
//! Its arguments stand in this order: who is asking (`actor`, a guard), keys of the path, the request
//! or query, the body, the context.

pub mod accounts;
pub mod api_docs;
pub mod cases;
pub mod clients;
pub mod dates;
pub mod document_templates;
pub mod documents;
pub mod email_templates;
pub mod emails;
pub mod files;
pub mod inbound_email;
pub mod login;
pub mod notes;
pub mod notification_templates;
pub mod operations;
pub mod pages;
pub mod people;
pub mod services;
pub mod staff_submissions;
pub mod static_files;
pub mod submissions;
pub mod tenancies;
pub mod unrouted_email;
pub mod uploads;
