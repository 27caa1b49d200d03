//! Staff accounts: who may log in, and as what.

mod find;
pub mod log_in;
pub mod log_in_google;
mod log_out;
pub mod login_events;
pub mod password;
mod profile;
mod role;
mod sync_microsoft_account;
mod workload;

pub use find::{Account, find_active};
pub use log_out::log_out;
pub use profile::{Profile, UserRow, profiles};
pub use role::{GROUPS, Role};
pub use sync_microsoft_account::sync_microsoft_account;
pub use workload::{CaseCounts, Workload, Workloads, workloads};
