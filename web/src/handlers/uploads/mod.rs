//! Files of the public intake form.

pub mod create;
mod receive;
