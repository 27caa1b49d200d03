//! How values look in JSON and in queries: pages, choices, dates, and bodies of requests.
//!
//! The original was written with Django REST framework, and the front end was written for what that
//! framework sends and takes: a choice is an object with its label, a page has `item_count` and
//! `next`, numbers may come as texts, an error has a `code`. All of that is here, so that the files of
//! the resources need not know it.
//!
//! Two macros make the types of a resource out of one line a field: [`input`] what is sent to us,
//! [`output`] what we send.

pub mod body;
pub mod choice;
pub mod date;
pub mod field;
pub mod input;
pub mod json;
pub mod output;
pub mod page;
pub mod query;
pub mod schema;
