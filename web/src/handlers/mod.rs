//! One folder a domain, one file a verb: parse, call one domain function, convert.

pub mod files;
pub mod login;
pub mod operations;
pub mod submissions;
pub mod uploads;
