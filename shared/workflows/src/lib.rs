//! What happens when: the stories in which several subjects of Clerk meet, one file or folder a
//! story, each to be read from top to bottom like the office's manual.
//!
//! | What happens when ... | Story |
//! |---|---|
//! | a form comes in | [`form_comes_in`] |
//! | a case opens | [`case_opens`] |
//! | a case changes, is assigned, closed or opened again | [`case_changes`] |
//! | a case gets its folder, or the folder changes hands | [`case_folder`] |
//! | mail goes out | [`mail_goes_out`] |
//! | mail comes in | [`mail_comes_in`] |
//! | a file goes between mail and SharePoint | [`mail_and_sharepoint`] |
//! | a new client is welcomed | [`welcome_client`] |
//! | the team has to hear of something | [`alerts`] |
//! | somebody joins, changes or leaves | [`account_changes`] |
//! | a colleague's access at Microsoft changes | [`staff_access`] |
//! | somebody logs in or out | [`login`] |
//! | something waits for a job that has died | [`find_stuck`] |
//! | the night comes | [`clean_up`] |
//! | the machines are watched | [`operations`] |

pub mod account_changes;
pub mod alerts;
pub mod case_changes;
pub mod case_folder;
pub mod case_opens;
pub mod clean_up;
pub mod find_stuck;
pub mod form_comes_in;
pub mod login;
pub mod mail_and_sharepoint;
pub mod mail_comes_in;
pub mod mail_goes_out;
pub mod operations;
pub mod staff_access;
pub mod welcome_client;
