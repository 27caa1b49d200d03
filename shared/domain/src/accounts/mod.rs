//! Staff accounts: who may log in, and as what.

mod create;
mod detail;
pub mod encrypted;
mod groups;
mod list;
mod log;
pub mod password;
mod potential;
mod profile;
mod update;
mod workload;

pub use create::{NewAccount, create};
pub use detail::detail;
pub use encrypted::can_decrypt;
pub use list::{AccountFilter, Sort, SortKey, list};
pub use potential::potential;
pub use profile::{Profile, UserRow, profiles};
pub use update::{AccountInput, update};
pub use workload::{CaseCounts, Workload, Workloads, workloads};
