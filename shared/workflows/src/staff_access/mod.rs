//! What happens at Microsoft when somebody joins, leaves or changes their role.

mod microsoft_account;
mod microsoft_permissions;
mod resync_microsoft;
mod sync_microsoft_account;
mod welcome;

pub use microsoft_permissions::{AccessLevel, MicrosoftPermissions, microsoft_permissions};
pub use resync_microsoft::resync_microsoft;
pub use sync_microsoft_account::sync_microsoft_account;
pub use welcome::welcome;
