//! What an email looks like.
//!
//! Verbs: [`layout`] puts the HTML of an email that goes out into the frame of our mails, [`plain_text`]
//! makes its plain text; [`html`] makes the HTML of any email fit for a page, and keeps it (table
//! `clerk.email_html`).

pub mod html;
mod layout;

pub use layout::{layout, plain_text};
