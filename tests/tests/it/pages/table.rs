//! Every page for every role.

use clerk_tests::{
    Actor, TestApp, factories,
    pages::{context, loaded, title, with_front_end},
};
use uuid::Uuid;

/// Who may see a page.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Need {
    Login,
    /// A paralegal, lawyer or better, whichever cases they have.
    Paralegal,
    /// Those, if the case is theirs; coordinators and better.
    Case,
    Coordinator,
    Admin,
}

struct Row {
    path: String,
    need: Need,
    page: &'static str,
    title: &'static str,
    keys: &'static str,
}

fn row(path: &str, need: Need, page: &'static str, title: &'static str, keys: &'static str) -> Row {
    Row { path: format!("/clerk/{path}"), need, page, title, keys }
}

/// An actor, with what they may see: pages that need at most this, and the pages of the case or not.
struct Viewer {
    actor: Actor,
    need: Need,
    is_on_case: bool,
}

async fn viewers(app: &TestApp) -> Vec<Viewer> {
    let viewer = |actor, need, is_on_case| Viewer { actor, need, is_on_case };
    vec![
        viewer(app.no_role().await, Need::Login, false),
        viewer(app.paralegal().await, Need::Paralegal, true),
        viewer(app.paralegal().await, Need::Paralegal, false),
        viewer(app.lawyer().await, Need::Paralegal, true),
        viewer(app.lawyer().await, Need::Paralegal, false),
        viewer(app.coordinator().await, Need::Coordinator, true),
        viewer(app.admin().await, Need::Admin, true),
        viewer(app.superuser().await, Need::Admin, true),
    ]
}

/// The keys of the rows that pages are about.
struct Keys {
    person: i32,
    tenancy: i32,
    client: Uuid,
    case: Uuid,
    email: i32,
    template: i32,
    notify: i32,
    paralegal: i32,
}

async fn rows(app: &TestApp, paralegal: i32, lawyer: i32) -> Vec<Row> {
    let db = &app.db;
    let person = factories::person(db, "Lana Landlord").await;
    let tenancy = factories::tenancy(db, Some(person), None).await;
    let client = factories::client("Clara", "Client").create(db).await;
    let case = factories::case().fileref("R0042").client(client).tenancy(tenancy);
    let case = case.paralegal(paralegal).lawyer(lawyer).create(db).await.id;
    let email = factories::email("DRAFT").case(case).html("<p>Hello</p>").create(db).await;
    let template = factories::email_template(db, "GENERAL", "Hello").await;
    let notify = factories::notification_template(db, "GENERAL", "Hello").await;
    let keys = Keys { person, tenancy, client, case, email, template, notify, paralegal };
    let rows = [case_rows, email_rows, people_rows, template_rows, notification_rows];
    rows.into_iter().flat_map(|rows| rows(&keys)).collect()
}

fn case_rows(keys: &Keys) -> Vec<Row> {
    use Need::{Case, Coordinator, Login};
    let case = keys.case;
    vec![
        row("cases/", Login, "case-list", "Cases", "choices create_url"),
        row("cases/create/", Coordinator, "case-create", "Create case", "choices"),
        row("cases/inbox/", Coordinator, "case-inbox", "Case Inbox", "issues"),
        row("cases/review/", Coordinator, "case-review", "Case Review", "issues"),
        row("cases/date/", Coordinator, "date-list", "Critical Dates", ""),
        row(&format!("cases/{case}/"), Case, "case-detail", "Case R0042", "case_pk urls"),
        row(&format!("cases/{case}/docs/"), Case, "document-list", "Case R0042", "case_pk urls"),
        row(&format!("cases/{case}/dates/"), Case, "case-date-list", "Case R0042", "case_pk urls"),
        row(&format!("cases/{case}/services/"), Case, "service-list", "Case R0042", "case_pk urls"),
        row(
            &format!("cases/{case}/submission/"),
            Case,
            "submission-detail",
            "Case R0042",
            "case_pk urls",
        ),
    ]
}

fn email_rows(keys: &Keys) -> Vec<Row> {
    use Need::Case;
    let (mail, email) = (format!("cases/email/{}", keys.case), keys.email);
    vec![
        row(
            &format!("{mail}/"),
            Case,
            "email-list",
            "Case R0042",
            "case_email_address case_pk draft_url urls",
        ),
        row(
            &format!("{mail}/thread/a-Slug_1/"),
            Case,
            "email-thread",
            "Case R0042",
            "case_email_list_url case_pk thread_slug",
        ),
        row(
            &format!("{mail}/draft/"),
            Case,
            "email-draft-create",
            "Case R0042",
            "case_email_url case_pk parent_email_id templates",
        ),
        row(
            &format!("{mail}/draft/{email}/"),
            Case,
            "email-draft-edit",
            "Case R0042",
            "case_email_url case_pk email_pk email_preview_url",
        ),
    ]
}

fn people_rows(keys: &Keys) -> Vec<Row> {
    use Need::{Case, Coordinator, Paralegal};
    let Keys { person, tenancy, client, paralegal, .. } = keys;
    vec![
        row("parties/", Paralegal, "person-list", "People", "create_url"),
        row("parties/create/", Coordinator, "person-create", "Create person", ""),
        row(
            &format!("parties/{person}/"),
            Paralegal,
            "person-detail",
            "Lana Landlord",
            "is_editable issues list_url person",
        ),
        row(&format!("tenancy/{tenancy}/"), Case, "tenancy-detail", "Tenancy", "issues tenancy"),
        row(
            &format!("client/{client}/"),
            Case,
            "client-detail",
            "Client Clara Client",
            "client issues",
        ),
        row("account/", Coordinator, "accounts-list", "Accounts", "create_url group_values"),
        row("account/create/", Coordinator, "account-create", "Invite users", "group_values"),
        row(&format!("account/{paralegal}/"), Coordinator, "account-detail", "User ", "account_id"),
        row("paralegals/", Coordinator, "paralegal-list", "Paralegals", "lawyers paralegals"),
    ]
}

fn template_rows(keys: &Keys) -> Vec<Row> {
    use Need::{Admin, Coordinator};
    let template = keys.template;
    vec![
        row(
            "templates/",
            Coordinator,
            "template-list",
            "Templates",
            "doc_url email_url notify_url",
        ),
        row(
            "templates/email/",
            Admin,
            "email-template-list",
            "Email Templates",
            "choices create_url",
        ),
        row(
            "templates/email/create/",
            Admin,
            "email-template-create",
            "Create New Email Template",
            "choices",
        ),
        row(
            &format!("templates/email/{template}/"),
            Admin,
            "email-template-detail",
            "Email Template",
            "choices list_url template_id",
        ),
        row(
            "templates/doc/",
            Admin,
            "doc-template-list",
            "Document Templates",
            "choices create_url",
        ),
        row(
            "templates/doc/create/",
            Admin,
            "doc-template-create",
            "Document Templates",
            "choices list_url",
        ),
    ]
}

fn notification_rows(keys: &Keys) -> Vec<Row> {
    use Need::Admin;
    let notify = keys.notify;
    vec![
        row(
            "templates/notify/",
            Admin,
            "notify-template-list",
            "Notification Templates",
            "create_url notifications topic_options",
        ),
        row(
            "templates/notify/create/",
            Admin,
            "notify-template-create",
            "Notification Templates",
            "topic_options",
        ),
        row(
            &format!("templates/notify/{notify}/"),
            Admin,
            "notify-template-detail",
            "Notification Templates",
            "notify_template_url template topic_options",
        ),
    ]
}

#[tokio::test]
async fn every_page_for_every_role() {
    let (app, _root) = with_front_end().await;
    let viewers = viewers(&app).await;
    let rows = rows(&app, viewers[1].actor.id(), viewers[3].actor.id()).await;
    assert_eq!(rows.len(), 32);
    for row in &rows {
        for viewer in &viewers {
            let may = match row.need {
                Need::Case => viewer.need >= Need::Paralegal && viewer.is_on_case,
                need => viewer.need >= need,
            };
            let page = viewer.actor.get(&row.path).await.expect(if may { 200 } else { 403 });
            let (name, heading) = if may { (row.page, row.title) } else { ("403", "Not Allowed") };
            assert_eq!(loaded(&page), name, "{}", row.path);
            assert!(title(&page).starts_with(heading), "{}", row.path);
            assert!(page.text().contains(r#"<div id="app"></div>"#), "{}", row.path);
            assert_eq!(page.header("cache-control"), "no-store");
            let context = context(&page, "REACT_CONTEXT");
            let mut keys: Vec<_> =
                context.as_object().unwrap().keys().map(String::as_str).collect();
            keys.sort_unstable();
            let mut expected: Vec<_> =
                if may { row.keys.split_whitespace().collect() } else { Vec::new() };
            expected.push("user");
            expected.sort_unstable();
            assert_eq!(keys, expected, "{}", row.path);
        }
    }
}

#[tokio::test]
async fn nobody_is_sent_to_the_login() {
    let (app, _root) = with_front_end().await;
    let (paralegal, lawyer) = (app.paralegal().await, app.lawyer().await);
    let inactive = app.inactive().await;
    for row in rows(&app, paralegal.id(), lawyer.id()).await {
        let next: String =
            url::form_urlencoded::byte_serialize(format!("{}?a=b&c=d", row.path).as_bytes())
                .collect();
        for nobody in [app.anonymous(), inactive.clone()] {
            let reply = nobody.get(&format!("{}?a=b&c=d", row.path)).await.expect(302);
            assert_eq!(reply.header("location"), format!("/accounts/login/?next={next}"));
        }
    }
}

#[tokio::test]
async fn without_a_front_end_every_page_says_so() {
    let app = TestApp::start().await;
    let (admin, lawyer) = (app.admin().await, app.lawyer().await);
    for row in rows(&app, admin.id(), lawyer.id()).await {
        let page = admin.get(&row.path).await.expect(200);
        assert!(title(&page).starts_with(row.title), "{}", row.path);
        assert!(
            page.text().contains("not installed") && page.text().contains("<h1>"),
            "{}",
            row.path
        );
    }
}

#[tokio::test]
async fn only_reading_is_possible() {
    let (app, _root) = with_front_end().await;
    let admin = app.admin().await;
    for row in rows(&app, admin.id(), admin.id()).await {
        let head = admin.send(admin.request(reqwest::Method::HEAD, &row.path)).await.expect(200);
        assert!(head.body.is_empty(), "{}", row.path);
        for method in ["POST", "PUT", "PATCH", "DELETE"] {
            let request = admin.request(method.parse().unwrap(), &row.path);
            let reply = admin.send(request).await.expect(405);
            assert_eq!(reply.error().1, "method_not_allowed", "{method} {}", row.path);
        }
    }
}

#[tokio::test]
async fn what_does_not_exist_is_404_after_the_role_is_checked() {
    let (app, _root) = with_front_end().await;
    let admin = app.admin().await;
    let nobody = app.no_role().await;
    let case = factories::case().create(&app.db).await.id;
    let other = factories::case().create(&app.db).await.id;
    let email = factories::email("DRAFT").case(other).html("").create(&app.db).await;
    let gone = "2f4a5f02-d95b-4192-9dd7-f9127da47f5c";
    for path in [
        format!("cases/{gone}/"),
        format!("cases/{gone}/docs/"),
        format!("cases/{gone}/dates/"),
        format!("cases/{gone}/services/"),
        format!("cases/email/{gone}/"),
        format!("cases/email/{gone}/thread/x/"),
        format!("cases/email/{gone}/draft/"),
        format!("cases/email/{gone}/draft/1/"),
        format!("cases/email/{gone}/draft/1/preview/"),
        format!("cases/email/{case}/draft/{email}/"),
        format!("cases/email/{case}/draft/{email}/preview/"),
        format!("cases/email/{case}/draft/99999999999/"),
        "parties/999999/".into(),
        "parties/99999999999/".into(),
        "tenancy/999999/".into(),
        format!("client/{gone}/"),
        "account/999999/".into(),
        "templates/email/999999/".into(),
        "templates/notify/999999/".into(),
    ] {
        let page = admin.get(&format!("/clerk/{path}")).await.expect(404);
        assert_eq!((loaded(&page), title(&page)), ("404", "Not Found"), "{path}");
        nobody.get(&format!("/clerk/{path}")).await.expect(403);
        app.anonymous().get(&format!("/clerk/{path}")).await.expect(302);
    }
    // These addresses lead to nothing, for every actor.
    for path in [
        "cases/2f4a5f02-d95b-1192-9dd7-f9127da47f5c/docs/",
        "cases/email/x/",
        "cases/email/2f4a5f02-d95b-4192-9dd7-f9127da47f5c/thread/a.b/",
        "cases/email/2f4a5f02-d95b-4192-9dd7-f9127da47f5c/draft/x/",
        "parties/x/",
        "parties/-1/",
        "tenancy/x/",
        "client/x/",
        "account/x/",
        "templates/email/x/",
        "templates/doc/1/",
    ] {
        for actor in [&admin, &nobody, &app.anonymous()] {
            let page = actor.get(&format!("/clerk/{path}")).await.expect(404);
            assert_eq!(loaded(&page), "404", "{path}");
        }
    }
}
