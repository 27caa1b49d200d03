//! One folder a domain, one file a verb: parse, call one domain function, convert.

pub mod api_docs;
pub mod cases;
pub mod email_events;
pub mod email_templates;
pub mod files;
pub mod inbound_email;
pub mod login;
pub mod notification_templates;
pub mod operations;
pub mod pages;
pub mod static_files;
pub mod submissions;
pub mod unrouted_email;
pub mod uploads;
