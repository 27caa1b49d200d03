//! What an account here gets at Microsoft, and what happens when that changes.
//!
//! | Who | Account and licence | All case folders | Folders of their own cases |
//! |---|---|---|---|
//! | active coordinators and better | yes | through the group | yes |
//! | active paralegals and lawyers | yes | no | yes, see [`crate::case_folder`] |
//! | inactive, or without a role | licence taken | no | as they were |
//!
//! 1. Somebody joins, leaves or changes their role ([`crate::account_changes`]): the job
//!    `SyncMicrosoftAccount` makes the account, then sets membership of the group and licence
//!    ([`sync_microsoft_account`]). Running it again does no harm, and the last change counts.
//! 2. An account that was made calls for the job `WelcomeAccount`: the mail with its first
//!    password, once ([`welcome`]).
//! 3. Whoever manages accounts looks at the access of a colleague ([`microsoft_permissions`]) and
//!    sets it right ([`resync_microsoft`]).
//!
//! A Microsoft account is never deleted, and licences are only taken where
//! `MS_REMOVE_OFFICE_LICENCES` says so.

mod microsoft_account;
mod microsoft_permissions;
mod sync_microsoft_account;
mod welcome;

pub use microsoft_permissions::{
    AccessLevel, MicrosoftPermissions, microsoft_permissions, resync_microsoft,
};
pub use sync_microsoft_account::sync_microsoft_account;
pub use welcome::welcome_account;
