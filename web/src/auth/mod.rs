//! Who is asking, and what they may do.

pub mod address;
pub mod cookies;
pub mod csrf;
pub mod csrf_form;
pub mod csrf_origin;
pub mod csrf_token;
pub mod session;
