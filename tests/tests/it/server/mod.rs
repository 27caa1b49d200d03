//! The web server around all handlers.

mod cors;
mod csrf;
mod program;
