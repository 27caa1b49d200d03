//! Every path that the application writes into its answers, mails and messages. The route table in
//! `web/src/routes.rs` matches the same paths.

use uuid::Uuid;

/// The list of cases, where people land after logging in.
pub const CASES: &str = "/clerk/cases/";
/// The form that opens a case by hand.
pub const CASE_CREATE: &str = "/clerk/cases/create/";
/// The login page.
pub const LOGIN: &str = "/accounts/login/";
/// Logs out and returns to the login page.
pub const LOGOUT: &str = "/accounts/logout/";

/// The page of one case.
#[must_use]
pub fn case(id: Uuid) -> String {
    format!("/clerk/cases/{id}/")
}

/// A tab of a case: `docs`, `dates`, `services` or `submission`.
#[must_use]
pub fn case_tab(id: Uuid, tab: &str) -> String {
    format!("/clerk/cases/{id}/{tab}/")
}

/// The email threads of a case.
#[must_use]
pub fn case_emails(id: Uuid) -> String {
    format!("/clerk/cases/email/{id}/")
}

/// The page of one account.
#[must_use]
pub fn account(id: i32) -> String {
    format!("/clerk/account/{id}/")
}

/// The page of one client.
#[must_use]
pub fn client(id: Uuid) -> String {
    format!("/clerk/client/{id}/")
}

/// The page of one party (landlord, agent or support worker).
#[must_use]
pub fn person(id: i32) -> String {
    format!("/clerk/parties/{id}/")
}

/// The page of one tenancy.
#[must_use]
pub fn tenancy(id: i32) -> String {
    format!("/clerk/tenancy/{id}/")
}

/// A file that was uploaded with the intake form. The name at the end is for people and for programs
/// that show the last part of an address; the id alone finds the file.
#[must_use]
pub fn upload(id: Uuid, name: &str) -> String {
    format!("/clerk/files/{id}/{name}")
}
