//! The tray of messages that fit no case.

pub mod assign;
pub mod dismiss;
pub mod list;
