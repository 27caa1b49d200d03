//! Rules that are said twice, as a condition in SQL and as a function, say the same.

use chrono::{DateTime, TimeDelta, Utc};
use clerk_base::config::Secret;
use clerk_domain::{
    access::{self, Account, Role},
    accounts::has_usable_microsoft_account,
    cases::{self, CaseFilter},
    paging::PageRequest,
};
use clerk_tests::{NewUser, TestApp, cluster::workspace, factories};
use clerk_workflows::case_changes::rules;
use uuid::Uuid;

const ROLES: [Role; 6] =
    [Role::None, Role::Paralegal, Role::Lawyer, Role::Coordinator, Role::Admin, Role::Superuser];

/// An account of this role, as the access rules see it.
fn account(id: i32, role: Role) -> Account {
    Account {
        id,
        email: "someone@anikalegal.org.au".to_owned(),
        first_name: String::new(),
        last_name: String::new(),
        role,
        password: Secret::new(""),
    }
}

#[tokio::test]
async fn every_role_sees_the_same_cases_by_query_and_by_function() {
    let app = TestApp::start().await;
    let me = NewUser::new("me.me@anikalegal.org.au").create(&app.db).await.id;
    let other = NewUser::new("other.one@anikalegal.org.au").create(&app.db).await.id;
    let people = [None, Some(me), Some(other)];
    for (paralegal, lawyer) in people.iter().flat_map(|one| people.map(|two| (*one, two))) {
        let mut case = factories::case();
        if let Some(id) = paralegal {
            case = case.paralegal(id);
        }
        if let Some(id) = lawyer {
            case = case.lawyer(id);
        }
        case.create(&app.db).await;
    }
    let conn = &mut *app.ctx.db().await.unwrap();
    let (filter, page) = (CaseFilter::default(), PageRequest::All);
    let all = cases::list(conn, &account(me, Role::Superuser), &filter, page).await.unwrap();
    let all = all.unwrap().items;
    assert_eq!(all.len(), 9);
    let mut counts = Vec::new();
    for role in ROLES {
        let actor = account(me, role);
        let listed = cases::list(conn, &actor, &filter, page).await.unwrap().unwrap().items;
        let listed: Vec<Uuid> = listed.iter().map(|case| case.row.id).collect();
        let rows = all.iter().map(|case| &case.row);
        let seen: Vec<Uuid> =
            rows.filter(|case| access::may_see(&actor, case)).map(|case| case.id).collect();
        assert_eq!(listed, seen, "{role:?}");
        for case in &all {
            let found = access::case(conn, &actor, case.row.id).await.is_ok();
            assert_eq!(found, listed.contains(&case.row.id), "{role:?}");
        }
        counts.push(listed.len());
    }
    assert_eq!(counts, [0, 3, 5, 9, 9, 9]);
}

#[tokio::test]
async fn a_microsoft_account_counts_after_exactly_a_quarter_of_an_hour() {
    let app = TestApp::start().await;
    let new = NewUser { groups: &["Paralegal"], ..NewUser::new("pia.para@anikalegal.org.au") };
    let id = new.create(&app.db).await.id;
    let now: DateTime<Utc> = "2026-06-01T00:15:00Z".parse().unwrap();
    let conn = &mut *app.ctx.db().await.unwrap();
    let moment = TimeDelta::microseconds(1);
    let boundary = now - TimeDelta::minutes(15);
    for (created_at, is_usable) in [
        (None, false),
        (Some(now), false),
        (Some(boundary + moment), false),
        (Some(boundary), true),
        (Some(boundary - moment), true),
    ] {
        app.db.execute("UPDATE auth_user SET ms_account_created_at = $1", &[&created_at]).await;
        assert_eq!(has_usable_microsoft_account(created_at, now), is_usable, "{created_at:?}");
        let by_query = rules::can_be_paralegal(conn, id, now).await.unwrap();
        assert_eq!(by_query, is_usable, "{created_at:?}");
    }
    // Being a member of the group is asked too.
    assert!(!rules::can_be_lawyer(conn, id).await.unwrap());
}

/// Where a function of [docs/rules.md](../../../docs/rules.md) is: `` `file`: `function` ``.
fn named_functions(document: &str) -> Vec<(String, String)> {
    let named = regex::Regex::new(r"`([\w/]+\.rs)`: `(\w+)`").unwrap();
    named.captures_iter(document).map(|found| (found[1].to_owned(), found[2].to_owned())).collect()
}

#[test]
fn every_function_that_the_rules_name_exists() {
    let document = std::fs::read_to_string(workspace().join("docs/rules.md")).unwrap();
    let named = named_functions(&document);
    assert!(named.len() > 50, "the pattern finds too little: {}", named.len());
    let is_there = |(path, name): &(String, String)| {
        let source = std::fs::read_to_string(workspace().join(path)).unwrap_or_default();
        regex::Regex::new(&format!(r"\bfn {name}\b")).unwrap().is_match(&source)
    };
    let gone: Vec<_> = named.iter().filter(|function| !is_there(function)).collect();
    assert!(gone.is_empty(), "named in docs/rules.md, but not there: {gone:?}");
}
