//! Emails that a person is writing: state `DRAFT`, changed and deleted until they are sent.
//!
//! Verbs: [`create`], [`update`] (which also has a draft sent), [`delete`]; [`room`], [`attach_file`] and
//! [`delete_attachment`] for its files; [`templates::for_case`] for the texts that a person can begin
//! with; [`preview`]; [`check_is_draft`] and [`measure`] for stories. Attaching from SharePoint is the
//! story `clerk_workflows::mail_and_sharepoint`.

mod attach;
mod create;
mod delete;
mod find;
mod size;
pub mod templates;
mod update;

pub use attach::{DraftFile, attach, attach_file, room};
pub use create::{DraftInput, create};
pub use delete::{delete, delete_attachment};
pub use find::{check_is_draft, preview};
pub use size::{Measured, measure};
pub use update::update;

/// How often the files of an email may change while they are measured.
const MAX_ATTEMPTS: u32 = 5;
