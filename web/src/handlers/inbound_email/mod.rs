//! What the mail provider calls: mail that has come in, and what became of mail that went out.

pub mod events;
pub mod receive;
