//! Cases: the API's list and detail, and their pages.

mod access;
mod choices;
mod detail;
mod dump;
mod list;
mod notes;
mod pages;
