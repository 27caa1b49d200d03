//! What goes over the wire: JSON types apart from the rows. The order of the fields is part of the
//! contract.

pub mod case;
pub mod case_input;
pub mod client;
pub mod document;
pub mod drf;
pub mod email;
pub mod email_attempt;
pub mod email_event;
pub mod email_template;
pub mod issue_date;
pub mod microsoft;
pub mod note;
pub mod notification_template;
pub mod person;
pub mod service;
pub mod submission;
pub mod tenancy;
pub mod unrouted_email;
pub mod user;
pub mod workload;
