//! `GET /clerk/api/case/`: filters, search, pages.

use chrono::{DateTime, TimeDelta, Utc};
use clerk_tests::{Actor, TestApp, assert_json, factories};
use serde_json::Value;
use uuid::Uuid;

use super::{cost, counted};

fn day(number: i64) -> DateTime<Utc> {
    let first: DateTime<Utc> = "2026-01-01T00:00:00Z".parse().unwrap();
    first + TimeDelta::days(number)
}

/// The file references that a query finds, in order.
async fn found(actor: &Actor, query: &str) -> Vec<String> {
    let list = actor.get(&format!("/clerk/api/case/?{query}")).await.expect(200).json();
    list["results"]
        .as_array()
        .unwrap()
        .iter()
        .map(|case| case["fileref"].as_str().unwrap().to_owned())
        .collect()
}

/// What is wrong with a query: code and field of each error.
async fn wrong(actor: &Actor, query: &str) -> Vec<(String, String)> {
    let reply = actor.get(&format!("/clerk/api/case/?{query}")).await.expect(400).json();
    assert_eq!(reply["type"], "validation_error");
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let errors = reply["errors"].as_array().unwrap();
    errors.iter().map(|error| (text(&error["code"]), text(&error["attr"]))).collect()
}

#[tokio::test]
async fn each_filter_narrows() {
    let app = TestApp::builder().at(day(90)).start().await;
    let (paralegal, lawyer) = (app.paralegal().await, app.lawyer().await);
    let coordinator = app.coordinator().await;
    let bonds = factories::case().fileref("B0001").topic("BONDS").at(day(1)).create(&app.db).await;
    let advice = factories::case().fileref("R0002").stage("ADVICE").at(day(2));
    advice.paralegal(paralegal.id()).lawyer(lawyer.id()).create(&app.db).await;
    let closed = factories::case().fileref("R0003").closed("CHURNED").at(day(3));
    closed.create(&app.db).await;

    let (paralegal, lawyer) = (paralegal.id(), lawyer.id());
    for (query, expected) in [
        (String::new(), vec!["R0003", "R0002", "B0001"]),
        ("topic=BONDS".into(), vec!["B0001"]),
        ("topic=OTHER".into(), vec![]),
        ("stage=ADVICE".into(), vec!["R0002"]),
        ("outcome=CHURNED".into(), vec!["R0003"]),
        ("is_open=True".into(), vec!["R0002", "B0001"]),
        ("is_open=False".into(), vec!["R0003"]),
        (format!("paralegal={paralegal}"), vec!["R0002"]),
        (format!("lawyer={lawyer}"), vec!["R0002"]),
        (format!("lawyer={paralegal}"), vec![]),
        (format!("client={}", bonds.client), vec!["B0001"]),
        (format!("client={}", Uuid::new_v4()), vec![]),
        ("topic=REPAIRS&is_open=True".into(), vec!["R0002"]),
        ("unheard_of=1".into(), vec!["R0003", "R0002", "B0001"]),
    ] {
        assert_eq!(found(&coordinator, &query).await, expected, "{query}");
    }
    let blank =
        "topic=&stage=&outcome=&is_open=&lawyer=&paralegal=&client=&search=&page=&page_size=";
    assert_eq!(found(&coordinator, blank).await.len(), 3);
    let list = coordinator.get("/clerk/api/case/?stage=ADVICE").await.expect(200).json();
    assert_json!("case_list", list);
}

#[tokio::test]
async fn filters_do_not_widen_what_one_may_see() {
    let app = TestApp::start().await;
    let (paralegal, colleague) = (app.paralegal().await, app.paralegal().await);
    let case = factories::case().fileref("R0001").paralegal(colleague.id()).create(&app.db).await;
    for query in [
        format!("paralegal={}", colleague.id()),
        format!("client={}", case.client),
        "search=R0001".into(),
        "page_size=-1".into(),
    ] {
        assert!(found(&paralegal, &query).await.is_empty(), "{query}");
    }
}

#[tokio::test]
async fn nonsense_is_refused_with_the_codes_of_the_original() {
    let app = TestApp::start().await;
    let coordinator = app.coordinator().await;
    for (query, code, attr) in [
        ("topic=NOPE", "invalid_choice", "topic"),
        ("stage=nope", "invalid_choice", "stage"),
        ("outcome=NOPE", "invalid_choice", "outcome"),
        ("is_open=maybe", "invalid", "is_open"),
        ("paralegal=abc", "incorrect_type", "paralegal"),
        ("paralegal=999999", "does_not_exist", "paralegal"),
        ("lawyer=99999999999999999999", "does_not_exist", "lawyer"),
        ("client=abc", "invalid", "client"),
        ("search=%20%20", "blank", "search"),
        ("search=a%00b", "null_characters_not_allowed", "search"),
        ("page_size=abc", "invalid", "page_size"),
    ] {
        let expected = [(code.to_owned(), attr.to_owned())];
        assert_eq!(wrong(&coordinator, query).await, expected, "{query}");
    }
    let both = wrong(&coordinator, "client=1&topic=NOPE").await;
    assert_eq!(both.iter().map(|error| error.1.as_str()).collect::<Vec<_>>(), ["topic", "client"]);
    let both = wrong(&coordinator, "lawyer=999998&paralegal=999999").await;
    assert_eq!(both.len(), 2);
}

#[tokio::test]
async fn the_search_finds_any_word_anywhere() {
    let app = TestApp::start().await;
    let (coordinator, paralegal) = (app.coordinator().await, app.paralegal().await);
    app.db
        .execute(
            "UPDATE auth_user SET first_name = 'Polly', last_name = 'Parrot' WHERE id = $1",
            &[&paralegal.id()],
        )
        .await;
    let ada = factories::client("Ada", "Lovelace").create(&app.db).await;
    let per = factories::client("Per%y", "O'Neil_Smith").create(&app.db).await;
    let case = factories::case;
    case().fileref("R0001").client(ada).at(day(3)).create(&app.db).await;
    case().fileref("R0002").client(per).at(day(2)).create(&app.db).await;
    case().fileref("B0003").paralegal(paralegal.id()).at(day(1)).create(&app.db).await;
    let address: String =
        app.db.value("SELECT email FROM core_client WHERE id = $1", &[&ada]).await;

    let by_address = format!("search={}", address.to_uppercase());
    let by_paralegal = format!("search={}", paralegal.user.as_ref().unwrap().email);
    for (query, expected) in [
        ("search=lOVE", vec!["R0001"]),
        ("search=ada", vec!["R0001"]),
        ("search=parr", vec!["B0003"]),
        ("search=polly", vec!["B0003"]),
        ("search=r000", vec!["R0001", "R0002"]),
        ("search=lovelace+b0003", vec!["R0001", "B0003"]),
        ("search=lovelace++nobody", vec!["R0001"]),
        ("search=%20lovelace%20", vec!["R0001"]),
        ("search=O%27Neil", vec!["R0002"]),
        ("search=%25", vec!["R0002"]),
        ("search=_", vec!["R0002"]),
        ("search=%5C", vec![]),
        ("search=nobody", vec![]),
        (&by_address, vec!["R0001"]),
        (&by_paralegal, vec!["B0003"]),
        ("search=r000&topic=BONDS", vec![]),
    ] {
        assert_eq!(found(&coordinator, query).await, expected, "{query}");
    }
    let many: Vec<String> = (0..1000).map(|number| number.to_string()).collect();
    found(&coordinator, &format!("search={}", many.join("+"))).await;
}

#[tokio::test]
async fn pages_go_from_new_to_old() {
    let app = TestApp::start().await;
    let coordinator = app.coordinator().await;
    let client = factories::client("Clara", "Client").create(&app.db).await;
    let tenancy = factories::tenancy(&app.db, None, None).await;
    for number in 0..31 {
        // Three are made in the same instant.
        let case = factories::case().fileref(&format!("R{number:04}")).at(day(number / 3));
        case.client(client).tenancy(tenancy).create(&app.db).await;
    }
    let page = async |query: &str| {
        coordinator.get(&format!("/clerk/api/case/?{query}")).await.expect(200).json()
    };
    let numbers = |page: &Value| {
        ["page_count", "item_count", "current", "next", "prev"].map(|key| page[key].as_i64())
    };

    let mut seen = Vec::new();
    for (number, next, prev) in [(1, Some(2), None), (2, Some(3), Some(1)), (3, None, Some(2))] {
        let found = page(&format!("page={number}")).await;
        assert_eq!(numbers(&found), [Some(3), Some(31), Some(number), next, prev]);
        seen.extend(found["results"].as_array().unwrap().clone());
    }
    let all = page("page_size=-1&page=77").await;
    assert_eq!(numbers(&all), [Some(1), Some(31), Some(1), None, None]);
    assert_eq!(all["results"].as_array().unwrap(), &seen);

    let rows = app
        .db
        .query("SELECT id::text FROM core_issue ORDER BY created_at DESC, id DESC", &[])
        .await;
    let ids: Vec<String> = rows.iter().map(|row| row.get(0)).collect();
    let seen: Vec<&str> = seen.iter().map(|case| case["id"].as_str().unwrap()).collect();
    assert_eq!(seen, ids);

    assert_eq!(page("").await, page("page=1&page_size=14").await);
    assert_eq!(page("page=last").await, page("page=3").await);
    assert_eq!(page("page_size=100").await, page("").await);
    assert_eq!(page("page_size=0").await, page("").await);
    assert_eq!(
        numbers(&page("page_size=5&page=7").await),
        [Some(7), Some(31), Some(7), None, Some(6)]
    );
    for query in ["page=4", "page=0", "page=-1", "page=abc", "page=99999999999999999999"] {
        let reply = coordinator.get(&format!("/clerk/api/case/?{query}")).await.expect(404);
        assert_eq!(reply.error(), ("client_error".into(), "not_found".into(), None), "{query}");
        assert_eq!(reply.json()["errors"][0]["detail"], "Invalid page.");
    }
}

#[tokio::test]
async fn an_empty_list_is_a_page() {
    let app = TestApp::start().await;
    let list = app.coordinator().await.get("/clerk/api/case/").await.expect(200);
    assert_eq!(
        list.text(),
        r#"{"page_count":1,"item_count":0,"current":1,"next":null,"prev":null,"results":[]}"#
    );
}

#[tokio::test]
async fn fifty_cases_take_as_many_statements_as_one() {
    let (counter, app) = counted().await;
    let coordinator = app.coordinator().await;
    let people = factories::person(&app.db, "Lana Landlord").await;
    let make = async || {
        let (paralegal, lawyer) = (app.paralegal().await, app.lawyer().await);
        let agent = factories::person(&app.db, "Arno Agent").await;
        let tenancy = factories::tenancy(&app.db, Some(people), Some(agent)).await;
        let case = factories::case().paralegal(paralegal.id()).lawyer(lawyer.id());
        case.tenancy(tenancy).support_worker(people).create(&app.db).await
    };
    let one = make().await;
    let detail = format!("/clerk/api/case/{}/", one.id);
    let note = |number: i64| {
        let paralegal = factories::note(one.id, "PARALEGAL").by(coordinator.id());
        paralegal.text("A note").at(day(number))
    };
    note(0).create(&app.db).await;
    let paths = ["/clerk/api/case/?page_size=-1", "/clerk/cases/", &detail];
    let mut before = Vec::new();
    for path in paths {
        before.push(cost(&counter, &coordinator, path).await);
    }
    for number in 1..50 {
        make().await;
        note(number).create(&app.db).await;
    }
    let mut after = Vec::new();
    for path in paths {
        after.push(cost(&counter, &coordinator, path).await);
    }
    assert!(before.iter().all(|&count| (3..20).contains(&count)), "{before:?}");
    assert_eq!(before, after);
}
