//! Who may do what: every operation of the API and every page, as everybody.

pub mod fixture;
mod routes;
pub mod table;

use std::collections::BTreeSet;

use clerk_tests::{Actor, TestApp, api_document};
use reqwest::Method;

use self::{
    fixture::Fixture,
    table::{Body, Entry, May},
};

/// Everybody there is, in the order of the columns of a refusal's message.
const EVERYBODY: [&str; 9] = [
    "anonymous",
    "no role",
    "paralegal of the case",
    "paralegal of another case",
    "lawyer of the case",
    "coordinator",
    "admin",
    "superuser",
    "inactive",
];

fn is_allowed(may: May, who: &str) -> bool {
    let rank = match who {
        "anonymous" | "inactive" => return may == May::Anyone,
        "no role" => 0,
        "paralegal of another case" | "paralegal of the case" => 1,
        "lawyer of the case" => 2,
        "coordinator" => 3,
        _ => 4,
    };
    match may {
        May::Anyone | May::LoggedIn => true,
        May::Paralegal => rank >= 1,
        May::OnCase => rank >= 1 && who != "paralegal of another case",
        May::Coordinator => rank >= 3,
        May::Admin => rank >= 4,
    }
}

/// Whether refusals are pages.
fn is_page(path: &str) -> bool {
    !path.starts_with("/clerk/api/") || path.starts_with("/clerk/api/docs/")
}

async fn actor(app: &TestApp, fixture: &Fixture, who: &str) -> Actor {
    match who {
        "anonymous" => app.anonymous(),
        "no role" => app.no_role().await,
        "paralegal of the case" => app.login_as(&fixture.paralegal).await,
        "paralegal of another case" => app.login_as(&fixture.colleague).await,
        "lawyer of the case" => app.login_as(&fixture.lawyer).await,
        "coordinator" => app.coordinator().await,
        "admin" => app.admin().await,
        "superuser" => app.superuser().await,
        _ => app.inactive().await,
    }
}

/// What is wrong with the answer to an actor, if anything.
async fn problem(actor: &Actor, fixture: &Fixture, entry: &Entry, who: &str) -> Option<String> {
    let method: Method = entry.method.parse().unwrap();
    let path = fixture.fill(entry.path);
    let request = actor.request(method, &path);
    let request = match entry.body {
        Body::None => request,
        Body::Json(body) => request.json(&body(fixture)),
        Body::Files(name) => {
            let part = reqwest::multipart::Part::bytes(b"a note".to_vec()).file_name("note.txt");
            request.multipart(
                reqwest::multipart::Form::new().text("topic", "REPAIRS").part(name, part),
            )
        }
    };
    let status = actor.send(request).await.status.as_u16();
    let is_fine = match is_allowed(entry.may, who) {
        true => entry.statuses.contains(&status),
        false if is_page(entry.path) && matches!(who, "anonymous" | "inactive") => status == 302,
        false => status == 403,
    };
    (!is_fine).then(|| format!("{} {path} as {who}: {status}", entry.method))
}

#[tokio::test]
async fn everybody_may_do_what_the_table_says() {
    let mut problems = Vec::new();
    for who in EVERYBODY {
        let app = TestApp::start().await;
        let fixture = Fixture::create(&app).await;
        let actor = actor(&app, &fixture, who).await;
        for entry in table::all() {
            problems.extend(problem(&actor, &fixture, &entry, who).await);
        }
    }
    assert!(problems.is_empty(), "{} problems: {problems:#?}", problems.len());
}

#[test]
fn the_table_names_every_route() {
    let routes = routes::all();
    let table: BTreeSet<(String, String)> = table::all()
        .iter()
        .map(|entry| (entry.method.to_owned(), routes::shape(entry.path)))
        .chain(
            table::PUBLIC.iter().map(|(method, path)| ((*method).to_owned(), routes::shape(path))),
        )
        .collect();
    let fits = |route: &(String, String), entry: &(String, String)| {
        route.0 == entry.0 && routes::fits(&route.1, &entry.1)
    };
    let lacking: Vec<_> =
        routes.iter().filter(|route| !table.iter().any(|entry| fits(route, entry))).collect();
    assert!(lacking.is_empty(), "nobody checks who may use {lacking:#?}");
    let surplus: Vec<_> =
        table.iter().filter(|entry| !routes.iter().any(|route| fits(route, entry))).collect();
    assert!(surplus.is_empty(), "there are no such routes: {surplus:#?}");
}

#[test]
fn the_table_names_every_operation_of_the_document() {
    let table: BTreeSet<(String, String)> = table::all()
        .iter()
        .map(|entry| (entry.method.to_lowercase(), routes::shape(entry.path)))
        .collect();
    let lacking: Vec<&str> = api_document::operations()
        .iter()
        .filter(|operation| {
            !table.contains(&(operation.method.clone(), routes::shape(&operation.path)))
        })
        .map(|operation| operation.id())
        .collect();
    assert!(lacking.is_empty(), "nobody checks who may use {lacking:?}");
}
