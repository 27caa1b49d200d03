//! Staff accounts: who may log in, and as what.

mod create;
mod detail;
mod find;
mod groups;
mod list;
mod log;
pub mod log_in;
pub mod log_in_google;
mod log_out;
pub mod login_events;
pub mod password;
mod profile;
mod role;
mod sync_microsoft_account;
mod update;

pub use create::{NewAccount, create};
pub use detail::detail;
pub use find::{Account, find_active};
pub use list::{AccountFilter, Sort, SortKey, list};
pub use log_out::log_out;
pub use profile::{Profile, UserRow, profiles};
pub use role::Role;
pub use sync_microsoft_account::sync_microsoft_account;
pub use update::{AccountInput, update};
