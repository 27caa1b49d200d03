//! One folder a domain, one file a verb: parse, call one domain function, convert.

pub mod accounts;
pub mod api_docs;
pub mod cases;
pub mod clients;
pub mod dates;
pub mod document_templates;
pub mod email_events;
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
