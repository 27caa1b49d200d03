//! One folder a domain, one file a verb: parse, call one domain function, convert.

pub mod api_docs;
pub mod cases;
pub mod dates;
pub mod files;
pub mod login;
pub mod notes;
pub mod operations;
pub mod pages;
pub mod services;
pub mod static_files;
pub mod submissions;
pub mod uploads;
