//! Templates of emails that people write on cases (table `emails_emailtemplate`).

mod create;
mod delete;
mod find;
mod list;
mod model;
mod update;

pub use create::create;
pub use delete::delete;
pub use find::find;
pub use list::{for_topic, list};
pub use model::{EmailTemplate, EmailTemplateInput, NewEmailTemplate, TemplateFilter};
pub use update::update;
