//! Submissions of the intake form: sent by the public, processed into cases, read by staff.

mod form;
mod processing;
mod staff;
