//! `GET /clerk/api/person/`: order, search, pages and cost.

use clerk_tests::{Actor, TestApp, factories};

use crate::cases::{cost, counted};

async fn names(actor: &Actor, query: &str) -> Vec<String> {
    let path = format!("/clerk/api/person/{query}");
    let list = actor.get(&path).await.expect(200).json();
    let results = list["results"].as_array().unwrap();
    results.iter().map(|person| person["full_name"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn by_name_and_by_whatever_is_known() {
    let app = TestApp::start().await;
    let coordinator = app.coordinator().await;
    for (name, email, address, phone) in [
        ("Zoe Able", "zoe@x.org", "1 First Street", "0400 111 222"),
        ("Adam Able", "", "100% Street", ""),
        ("Mia_Miller", "mia@y.org", r"C:\\home", "0499"),
    ] {
        let id = factories::person(&app.db, name).await;
        app.db
            .execute(
                "UPDATE core_person SET email = $2, address = $3, phone_number = $4 WHERE id = $1",
                &[&id, &email, &address, &phone],
            )
            .await;
    }
    let all = ["Adam Able", "Mia_Miller", "Zoe Able"];
    for (query, expected) in [
        ("", &all[..]),
        ("?query=", &all),
        ("?query=%20%20", &all),
        ("?query=ABLE", &["Adam Able", "Zoe Able"]),
        ("?query=y.ORG", &["Mia_Miller"]),
        ("?query=first%20st", &["Zoe Able"]),
        ("?query=0400%20111", &["Zoe Able"]),
        ("?query=%25", &["Adam Able"]),
        ("?query=_", &["Mia_Miller"]),
        ("?query=%5C", &["Mia_Miller"]),
        ("?query=nobody", &[]),
        ("?page_size=2", &["Adam Able", "Mia_Miller"]),
        ("?page_size=2&page=2", &["Zoe Able"]),
        ("?page_size=-1", &all),
        ("?page_size=500", &all),
    ] {
        assert_eq!(names(&coordinator, query).await, expected, "{query}");
    }
}

#[tokio::test]
async fn what_cannot_be_searched_for() {
    let app = TestApp::start().await;
    let coordinator = app.coordinator().await;
    for (query, code, attr) in [
        ("query=a%00b".to_owned(), "null_characters_not_allowed", "query"),
        (format!("query={}", "x".repeat(257)), "max_length", "query"),
        ("page_size=x".to_owned(), "invalid", "page_size"),
    ] {
        let reply = coordinator.get(&format!("/clerk/api/person/?{query}")).await.expect(400);
        let expected = ("validation_error".into(), code.into(), Some(attr.into()));
        assert_eq!(reply.error(), expected);
    }
    for query in ["page=2", "page=0", "page=x"] {
        coordinator.get(&format!("/clerk/api/person/?{query}")).await.expect(404);
    }
}

#[tokio::test]
async fn fifty_take_as_many_statements_as_one() {
    let (counter, app) = counted().await;
    let (paralegal, coordinator) = (app.paralegal().await, app.coordinator().await);
    let make = async || {
        let person = factories::person(&app.db, "Lana Landlord").await;
        let tenancy = factories::tenancy(&app.db, Some(person), None).await;
        let case = factories::case().paralegal(paralegal.id()).tenancy(tenancy);
        case.create(&app.db).await;
    };
    let costs = async || {
        let mut costs = Vec::new();
        for (actor, path) in [
            (&paralegal, "/clerk/api/person/?page_size=-1"),
            (&paralegal, "/clerk/api/client/?page_size=-1"),
            (&coordinator, "/clerk/api/person/?page_size=-1"),
            (&coordinator, "/clerk/api/client/?page_size=-1"),
            (&coordinator, "/clerk/api/account/?page_size=-1"),
        ] {
            costs.push(cost(&counter, actor, path).await);
        }
        costs
    };
    make().await;
    let before = costs().await;
    for _ in 1..50 {
        make().await;
        app.paralegal().await;
    }
    let after = costs().await;
    assert!(before.iter().all(|&count| (3..12).contains(&count)), "{before:?}");
    assert_eq!(before, after);
    let list = paralegal.get("/clerk/api/person/?page_size=-1").await.json();
    assert_eq!(list["item_count"], 50);
}
