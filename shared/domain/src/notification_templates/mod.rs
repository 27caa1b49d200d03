//! Notifications that an event of a case sets off (table `notify_notification`).

mod create;
mod delete;
mod find;
mod list;
mod model;
mod update;

pub use create::create;
pub use delete::delete;
pub use find::find;
pub use list::list;
pub use model::{NewNotificationTemplate, NotificationTemplate, NotificationTemplateInput};
pub use update::update;
