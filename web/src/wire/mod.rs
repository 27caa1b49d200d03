//! What goes over the wire: JSON types apart from the rows, named as the domain names them. The order
//! of the fields is part of the contract.
//!
//! The tables of fields are made by two macros, [`format::input`] and [`format::output`].

pub mod accounts;
pub mod cases;
pub mod clients;
pub mod dates;
pub mod document_templates;
pub mod documents;
pub mod email_events;
pub mod email_templates;
pub mod emails;
pub mod format;
pub mod microsoft_access;
pub mod notes;
pub mod notification_templates;
pub mod people;
pub mod services;
pub mod submissions;
pub mod tenancies;
pub mod unrouted_email;
