//! One folder a domain, one file a verb: parse, call one domain function, convert.

pub mod files;
pub mod submissions;
pub mod uploads;
pub mod login;
pub mod operations;
