//! The people we help.

mod list;
mod update;
