//! One folder a domain, one file a verb: parse, call one domain function, convert.

pub mod accounts;
pub mod api_docs;
pub mod cases;
pub mod clients;
pub mod files;
pub mod login;
pub mod operations;
pub mod pages;
pub mod people;
pub mod staff_submissions;
pub mod static_files;
pub mod submissions;
pub mod tenancies;
pub mod uploads;
