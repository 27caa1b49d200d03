//! Files of the public intake form.

pub mod create;
pub mod receive;
