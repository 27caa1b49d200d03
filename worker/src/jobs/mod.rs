//! The jobs that do more than call the domain: they mark what failed, so that a defect of ours is not
//! tried again and again.

mod ingest_email;
mod process_submission;

pub use ingest_email::ingest_email;
pub use process_submission::process_submission;
