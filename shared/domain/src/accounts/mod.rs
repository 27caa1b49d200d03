//! Staff accounts: who may log in, and as what. They are made and changed in the workflow
//! `account_changes`.

mod detail;
pub mod encrypted;
pub mod groups;
mod input;
mod list;
pub mod log;
mod microsoft;
pub mod password;
mod potential;
mod profile;
mod staff_address;
mod workload;

pub use detail::detail;
pub use encrypted::can_decrypt;
pub use input::{AccountColumns, AccountInput, NewAccount};
pub use list::{AccountFilter, Sort, SortKey, list};
pub use microsoft::{has_usable_microsoft_account, with_usable_microsoft_account};
pub use potential::potential;
pub use profile::{Profile, UserRow, profiles};
pub use staff_address::{STAFF_DOMAIN, is_staff_address};
pub use workload::{CaseCounts, Workload, Workloads, workloads};
