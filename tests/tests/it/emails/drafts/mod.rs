//! Writing emails, up to the moment they are ready to send.

mod attachments;
mod finish;
mod write;
