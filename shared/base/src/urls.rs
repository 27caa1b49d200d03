//! Every path that the application writes into its answers, mails and messages. The route table in
//! `web/src/routes.rs` matches the same paths.

use uuid::Uuid;

/// The list of cases, where people land after logging in.
pub const CASES: &str = "/clerk/cases/";
/// The form that opens a case by hand.
pub const CASE_CREATE: &str = "/clerk/cases/create/";
/// Open cases that nobody works on yet.
pub const CASE_INBOX: &str = "/clerk/cases/inbox/";
/// Open cases in the order of their reviews.
pub const CASE_REVIEW: &str = "/clerk/cases/review/";
/// Critical dates of all cases.
pub const DATES: &str = "/clerk/cases/date/";
/// The list of parties.
pub const PARTIES: &str = "/clerk/parties/";
/// The form that makes a party.
pub const PARTY_CREATE: &str = "/clerk/parties/create/";
/// The list of accounts.
pub const ACCOUNTS: &str = "/clerk/account/";
/// The form that invites people.
pub const ACCOUNT_CREATE: &str = "/clerk/account/create/";
/// How busy everybody is.
pub const PARALEGALS: &str = "/clerk/paralegals/";
/// The kinds of templates.
pub const TEMPLATES: &str = "/clerk/templates/";
/// The list of templates of emails.
pub const EMAIL_TEMPLATES: &str = "/clerk/templates/email/";
/// The form that makes a template of an email.
pub const EMAIL_TEMPLATE_CREATE: &str = "/clerk/templates/email/create/";
/// The list of notifications.
pub const NOTIFICATION_TEMPLATES: &str = "/clerk/templates/notify/";
/// The form that makes a notification.
pub const NOTIFICATION_TEMPLATE_CREATE: &str = "/clerk/templates/notify/create/";
/// The list of templates of documents.
pub const DOCUMENT_TEMPLATES: &str = "/clerk/templates/doc/";
/// The form that uploads templates of documents.
pub const DOCUMENT_TEMPLATE_CREATE: &str = "/clerk/templates/doc/create/";
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

/// The page that begins an email on a case.
#[must_use]
pub fn email_draft_create(case: Uuid) -> String {
    format!("/clerk/cases/email/{case}/draft/")
}

/// The page on which a draft is written.
#[must_use]
pub fn email_draft(case: Uuid, email: i32) -> String {
    format!("/clerk/cases/email/{case}/draft/{email}/")
}

/// The page of a thread of emails.
#[must_use]
pub fn email_thread(case: Uuid, slug: &str) -> String {
    format!("/clerk/cases/email/{case}/thread/{slug}/")
}

/// What an email will look like.
#[must_use]
pub fn email_preview(case: Uuid, email: i32) -> String {
    format!("/clerk/cases/email/{case}/draft/{email}/preview/")
}

/// The page of one template of an email.
#[must_use]
pub fn email_template(id: i32) -> String {
    format!("/clerk/templates/email/{id}/")
}

/// The page of one notification.
#[must_use]
pub fn notification_template(id: i32) -> String {
    format!("/clerk/templates/notify/{id}/")
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

/// Where the addresses of all attachments of emails begin.
pub const ATTACHMENTS: &str = "/clerk/attachments/";

/// A file of an email. The last part of its key serves as its name, for people; the id alone finds it.
#[must_use]
pub fn attachment(id: i32, key: &str) -> String {
    let name = key.rsplit('/').next().unwrap_or_default();
    let name = name.bytes().fold(String::new(), |mut name, byte| {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'.' | b'-' | b'_' => {
                name.push(char::from(byte));
            }
            other => name.push_str(&format!("%{other:02X}")),
        }
        name
    });
    format!("{ATTACHMENTS}{id}/{name}")
}
