//! Staff accounts: who may log in, and as what.

mod create;
mod detail;
mod encrypted;
mod find;
mod groups;
mod list;
mod log;
pub mod log_in;
pub mod log_in_google;
mod log_out;
pub mod login_events;
mod microsoft_account;
mod microsoft_permissions;
pub mod password;
mod potential;
mod profile;
mod resync_microsoft;
mod role;
mod sync_microsoft_account;
mod update;
mod welcome;
mod workload;

pub use create::{NewAccount, create};
pub use detail::detail;
pub use find::{Account, find_active};
pub use list::{AccountFilter, Sort, SortKey, list};
pub use log_out::log_out;
pub use microsoft_permissions::{AccessLevel, MicrosoftPermissions, microsoft_permissions};
pub use potential::potential;
pub use profile::{Profile, UserRow, profiles};
pub use resync_microsoft::resync_microsoft;
pub use role::{GROUPS, Role};
pub use sync_microsoft_account::sync_microsoft_account;
pub use update::{AccountInput, update};
pub use welcome::welcome;
pub use workload::{CaseCounts, Workload, Workloads, workloads};
