//! The table. Parts of a path in braces are filled in from the fixture.

use serde_json::{Value, json};

use super::fixture::Fixture;

/// Who may do something. Superusers are admins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum May {
    /// Everybody, logged in or not.
    Anyone,
    /// Whoever is logged in.
    LoggedIn,
    /// Paralegals, lawyers and better.
    Paralegal,
    /// Paralegals and lawyers on their own cases, and coordinators.
    OnCase,
    /// Coordinators and admins.
    Coordinator,
    /// Admins.
    Admin,
}

/// What is sent.
pub enum Body {
    None,
    Json(fn(&Fixture) -> Value),
    /// A form with a file under this name.
    Files(&'static str),
}

/// An operation or page.
pub struct Entry {
    pub method: &'static str,
    pub path: &'static str,
    pub may: May,
    /// What those get who may.
    pub statuses: &'static [u16],
    pub body: Body,
}

fn get(may: May, path: &'static str) -> Entry {
    Entry { method: "GET", path, may, statuses: &[200], body: Body::None }
}

fn post(may: May, path: &'static str, body: fn(&Fixture) -> Value) -> Entry {
    Entry { method: "POST", path, may, statuses: &[201], body: Body::Json(body) }
}

fn patch(may: May, path: &'static str, body: fn(&Fixture) -> Value) -> Entry {
    Entry { method: "PATCH", path, may, statuses: &[200], body: Body::Json(body) }
}

fn put(may: May, path: &'static str, body: fn(&Fixture) -> Value) -> Entry {
    Entry { method: "PUT", path, may, statuses: &[200], body: Body::Json(body) }
}

fn delete(may: May, path: &'static str) -> Entry {
    Entry { method: "DELETE", path, may, statuses: &[204], body: Body::None }
}

impl Entry {
    /// Those who may get one of these: the outside service that it needs is not set up here.
    fn or(self, statuses: &'static [u16]) -> Self {
        Self { statuses, ..self }
    }

    fn file(self, name: &'static str) -> Self {
        Self { body: Body::Files(name), ..self }
    }
}

fn nothing(_: &Fixture) -> Value {
    json!({})
}

/// What everybody may reach: checked elsewhere, and each for a reason.
pub const PUBLIC: &[(&str, &str)] = &[
    // The intake form is filled in by people without an account.
    ("POST", "/api/submission/"),
    ("GET", "/api/submission/{id}/"),
    ("PUT", "/api/submission/{id}/"),
    ("PATCH", "/api/submission/{id}/"),
    ("POST", "/api/submission/{id}/submit/"),
    ("POST", "/api/upload/"),
    // The mail provider has no account either; its events are signed.
    ("POST", "/email/receive/"),
    ("POST", "/email/events/"),
    // Logging in.
    ("GET", "/accounts/login/"),
    ("POST", "/accounts/login/"),
    ("GET", "/accounts/logout/"),
    ("POST", "/accounts/logout/"),
    ("GET", "/oauth/login/google-oauth2/"),
    ("GET", "/oauth/complete/google-oauth2/"),
    // Addresses that only lead on.
    ("GET", "/"),
    ("GET", "/clerk/"),
    ("GET", "/case/{path}"),
    ("GET", "/case/{path}"),
    // Scripts and pictures.
    ("GET", "/static/{path}"),
    // Monitoring.
    ("GET", "/healthz"),
    ("GET", "/readyz"),
    ("GET", "/status/"),
];

/// Everything else, in the order in which it is tried: what deletes comes last.
pub fn all() -> Vec<Entry> {
    let mut all = reads();
    all.extend(pages());
    all.extend(changes());
    all.extend(changes_of_emails());
    all.extend(deletions());
    all
}

const CASE: &str = "/clerk/api/case/{case}/";
const SERVICE: &str = "/clerk/api/case/{case}/services/{service}/";
const EMAIL: &str = "/clerk/api/email/{case}/{email}/";

fn reads() -> Vec<Entry> {
    use May::{Admin, Coordinator, LoggedIn, OnCase, Paralegal};
    vec![
        get(LoggedIn, "/clerk/api/case/"),
        get(OnCase, CASE),
        get(OnCase, "/clerk/api/case/{case}/docs/").or(&[200, 503]),
        get(OnCase, "/clerk/api/case/{case}/services/"),
        get(OnCase, SERVICE),
        get(Paralegal, "/clerk/api/note/"),
        get(Paralegal, "/clerk/api/date/"),
        get(OnCase, "/clerk/api/date/{date}/"),
        get(Paralegal, "/clerk/api/person/"),
        get(OnCase, "/clerk/api/person/{person}/"),
        get(Paralegal, "/clerk/api/client/"),
        get(OnCase, "/clerk/api/client/{client}/"),
        get(OnCase, "/clerk/api/tenancy/{tenancy}/"),
        get(Coordinator, "/clerk/api/account/"),
        get(Coordinator, "/clerk/api/account/{account}/"),
        get(Coordinator, "/clerk/api/account/{account}/perms/"),
        get(Admin, "/clerk/api/account/potential/").or(&[200, 503]),
        get(OnCase, "/clerk/api/email/{case}/"),
        get(OnCase, EMAIL),
        get(OnCase, "/clerk/api/email/{case}/{email}/attempts/"),
        get(OnCase, "/clerk/api/email/{case}/{email}/events/"),
        get(Coordinator, "/clerk/api/unrouted-email/"),
        get(Admin, "/clerk/api/template-email/"),
        get(Admin, "/clerk/api/template-email/{email_template}/"),
        get(Admin, "/clerk/api/template-notify/"),
        get(Admin, "/clerk/api/template-notify/{notification}/"),
        get(Admin, "/clerk/api/template-doc/").or(&[200, 503]),
        get(OnCase, "/clerk/api/submission/{submission}/"),
        get(LoggedIn, "/clerk/api/docs/"),
        get(LoggedIn, "/clerk/api/docs/openapi.json"),
        get(OnCase, "/clerk/files/{upload}/"),
        get(OnCase, "/clerk/files/{upload}/leak.png"),
        get(OnCase, "/clerk/attachments/{attachment}/"),
        get(OnCase, "/clerk/attachments/{attachment}/note.txt"),
    ]
}

fn pages() -> Vec<Entry> {
    use May::{Admin, Coordinator, LoggedIn, OnCase, Paralegal};
    vec![
        get(LoggedIn, "/clerk/cases/"),
        get(Coordinator, "/clerk/cases/create/"),
        get(Coordinator, "/clerk/cases/inbox/"),
        get(Coordinator, "/clerk/cases/review/"),
        get(Coordinator, "/clerk/cases/date/"),
        get(OnCase, "/clerk/cases/{case}/"),
        get(OnCase, "/clerk/cases/{case}/docs/"),
        get(OnCase, "/clerk/cases/{case}/dates/"),
        get(OnCase, "/clerk/cases/{case}/services/"),
        get(OnCase, "/clerk/cases/{case}/submission/"),
        get(OnCase, "/clerk/cases/email/{case}/"),
        get(OnCase, "/clerk/cases/email/{case}/thread/{slug}/"),
        get(OnCase, "/clerk/cases/email/{case}/draft/"),
        get(OnCase, "/clerk/cases/email/{case}/draft/{email}/"),
        get(OnCase, "/clerk/cases/email/{case}/draft/{email}/preview/"),
        get(Paralegal, "/clerk/parties/"),
        get(Coordinator, "/clerk/parties/create/"),
        get(Paralegal, "/clerk/parties/{person}/"),
        get(OnCase, "/clerk/tenancy/{tenancy}/"),
        get(OnCase, "/clerk/client/{client}/"),
        get(Coordinator, "/clerk/account/"),
        get(Coordinator, "/clerk/account/create/"),
        get(Coordinator, "/clerk/account/{account}/"),
        get(Coordinator, "/clerk/paralegals/"),
        get(Coordinator, "/clerk/templates/"),
        get(Admin, "/clerk/templates/email/"),
        get(Admin, "/clerk/templates/email/create/"),
        get(Admin, "/clerk/templates/email/{email_template}/"),
        get(Admin, "/clerk/templates/notify/"),
        get(Admin, "/clerk/templates/notify/create/"),
        get(Admin, "/clerk/templates/notify/{notification}/"),
        get(Admin, "/clerk/templates/doc/"),
        get(Admin, "/clerk/templates/doc/create/"),
    ]
}

fn changes() -> Vec<Entry> {
    use May::{Admin, Coordinator, OnCase};
    let case = |fixture: &Fixture| json!({"topic": "BONDS", "client_id": fixture.client, "tenancy_id": fixture.tenancy});
    let service = |_: &Fixture| json!({"category": "DISCRETE", "type": "LEGAL_ADVICE", "started_at": "01/02/2026", "count": 1});
    let date = |fixture: &Fixture| json!({"issue_id": fixture.case, "type": "OTHER", "date": "2999-01-01", "notes": ""});
    let person = |_: &Fixture| json!({"full_name": "Paul Person", "email": "", "address": "", "phone_number": "", "support_contact_preferences": ""});
    let client = |fixture: &Fixture| json!({"first_name": "Carla", "last_name": "Client", "email": format!("{}@example.org", fixture.client)});
    let tenancy =
        |_: &Fixture| json!({"address": "3 Test Street", "suburb": "Carlton", "postcode": "3053"});
    let account = |_: &Fixture| json!({"first_name": "Una", "last_name": "User"});
    vec![
        post(Coordinator, "/clerk/api/case/", case),
        patch(OnCase, CASE, |_| json!({"weekly_rent": 400})),
        put(OnCase, CASE, |fixture| json!({"topic": "REPAIRS", "client_id": fixture.client}))
            .or(&[200]),
        post(
            OnCase,
            "/clerk/api/case/{case}/note/",
            |_| json!({"note_type": "PARALEGAL", "text": "Hello"}),
        ),
        post(OnCase, "/clerk/api/case/{case}/services/", service),
        patch(OnCase, SERVICE, |_| json!({"notes": "Hello"})),
        post(OnCase, "/clerk/api/date/", date),
        patch(OnCase, "/clerk/api/date/{date}/", |_| json!({"notes": "Hello"})),
        put(OnCase, "/clerk/api/date/{date}/", date),
        post(Coordinator, "/clerk/api/person/", person),
        patch(Coordinator, "/clerk/api/person/{person}/", |_| json!({"address": "4 Test Street"})),
        put(Coordinator, "/clerk/api/person/{person}/", person),
        patch(OnCase, "/clerk/api/client/{client}/", |_| json!({"notes": "Hello"})),
        put(OnCase, "/clerk/api/client/{client}/", client),
        patch(OnCase, "/clerk/api/tenancy/{tenancy}/", |_| json!({"suburb": "Carlton"})),
        put(OnCase, "/clerk/api/tenancy/{tenancy}/", tenancy),
        post(
            Admin,
            "/clerk/api/account/",
            |_| json!({"email": "new@anikalegal.org.au", "first_name": "Nora", "last_name": "New", "groups": []}),
        ),
        patch(Coordinator, "/clerk/api/account/{account}/", account),
        put(Coordinator, "/clerk/api/account/{account}/", account),
        post(Coordinator, "/clerk/api/account/{account}/perms-resync/", nothing).or(&[200, 503]),
    ]
}

/// Changes of emails and of templates.
fn changes_of_emails() -> Vec<Entry> {
    use May::{Admin, OnCase};
    let template = |_: &Fixture| json!({"topic": "GENERAL", "name": "Hello", "subject": "Hello", "text": "Hello"});
    let notification = |_: &Fixture| json!({"name": "Hello", "topic": "GENERAL", "event": "STAGE_CHANGE", "event_stage": "ADVICE", "channel": "SLACK", "target": "PARALEGAL", "raw_text": "Hello", "message_text": "Hello"});
    vec![
        post(
            OnCase,
            "/clerk/api/email/{case}/create/",
            |_| json!({"to_address": "carla@example.org", "subject": "Hello", "html": "<p>Hello</p>"}),
        ),
        patch(OnCase, EMAIL, |_| json!({"subject": "Hello again"})),
        post(OnCase, "/clerk/api/email/{case}/{email}/attachment/", nothing).file("file"),
        post(
            OnCase,
            "/clerk/api/email/{case}/{email}/attachment/{attachment}/sharepoint/",
            nothing,
        )
        .or(&[204, 503]),
        post(OnCase, "/clerk/api/email/{case}/{email}/attachment/sharepoint/{graph}/", nothing)
            .or(&[204, 404, 503]),
        post(Admin, "/clerk/api/template-email/", template),
        patch(Admin, "/clerk/api/template-email/{email_template}/", |_| json!({"text": "Hello"})),
        put(Admin, "/clerk/api/template-email/{email_template}/", template),
        post(Admin, "/clerk/api/template-notify/", notification),
        patch(Admin, "/clerk/api/template-notify/{notification}/", |_| json!({"name": "Hello"})),
        put(Admin, "/clerk/api/template-notify/{notification}/", notification),
        post(Admin, "/clerk/api/template-doc/", nothing).file("files").or(&[201, 503]),
        patch(
            Admin,
            "/clerk/api/template-doc/{document_template}/rename-file/",
            |_| json!({"name": "new.docx"}),
        )
        .or(&[204, 503]),
    ]
}

fn deletions() -> Vec<Entry> {
    use May::{Admin, Coordinator, OnCase};
    vec![
        delete(OnCase, SERVICE),
        delete(OnCase, "/clerk/api/date/{date}/"),
        delete(Coordinator, "/clerk/api/person/{person}/"),
        delete(OnCase, "/clerk/api/email/{case}/{email}/attachment/{attachment}/"),
        delete(OnCase, EMAIL),
        // There is no such message.
        post(
            Coordinator,
            "/clerk/api/unrouted-email/{case}/assign/",
            |fixture| json!({ "case_id": fixture.case }),
        )
        .or(&[404]),
        delete(Coordinator, "/clerk/api/unrouted-email/{case}/").or(&[404]),
        delete(Admin, "/clerk/api/template-email/{email_template}/"),
        delete(Admin, "/clerk/api/template-notify/{notification}/"),
        delete(Admin, "/clerk/api/template-doc/{document_template}/").or(&[204, 503]),
    ]
}
