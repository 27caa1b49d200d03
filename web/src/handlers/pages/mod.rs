//! Pages of the staff site.

pub mod accounts;
pub mod answers;
pub mod case_create;
pub mod case_detail;
pub mod case_list;
pub mod case_queues;
pub mod case_submission;
pub mod case_tabs;
pub mod client;
pub mod dates;
pub mod email_preview;
pub mod email_templates;
pub mod emails;
pub mod notification_templates;
pub mod old_address;
pub mod paralegals;
pub mod parties;
pub mod root;
pub mod templates;
pub mod tenancy;

use clerk_domain::DomainError;

/// The key in the address of a page.
///
/// # Errors
/// [`DomainError::NotFound`] for a number that no row can have.
fn row_key(text: &str) -> Result<i32, DomainError> {
    text.parse().map_err(|_| DomainError::NotFound)
}
