//! `GET /clerk/api/account/` and one of them.

use clerk_tests::{Actor, NewUser, TestApp};

async fn emails(actor: &Actor, query: &str) -> Vec<String> {
    let path = format!("/clerk/api/account/{query}");
    let list = actor.get(&path).await.expect(200).json();
    let results = list["results"].as_array().unwrap();
    let name = |account: &serde_json::Value| {
        account["email"].as_str().unwrap().split('@').next().unwrap().to_owned()
    };
    results.iter().map(name).collect()
}

#[tokio::test]
async fn filtered_and_sorted() {
    let app = TestApp::start().await;
    let coordinator = app.coordinator().await;
    for (number, (email, group, is_active)) in [
        ("anna.bee@x.org", "Paralegal", true),
        ("bert.ab_c@x.org", "Lawyer", true),
        ("carl.bee@x.org", "Paralegal", false),
    ]
    .into_iter()
    .enumerate()
    {
        let user = NewUser { groups: &[group], is_active, ..NewUser::new(email) };
        let user = user.create(&app.db).await;
        app.db
            .execute(
                "UPDATE auth_user SET date_joined = now() + $2 * interval '1 day', \
                 case_capacity = 9 - $3 WHERE id = $1",
                &[
                    &user.id,
                    &f64::from(u8::try_from(number).unwrap() + 1),
                    &i32::try_from(number).unwrap(),
                ],
            )
            .await;
    }
    let me = coordinator.user.as_ref().unwrap().email.split('@').next().unwrap().to_owned();
    let (anna, bert, carl) = ("anna.bee", "bert.ab_c", "carl.bee");
    for (query, expected) in [
        ("", vec![carl, bert, anna, &me]),
        ("?name=&group=&sort=&is_active=", vec![carl, bert, anna, &me]),
        ("?name=ANNA%20b", vec![anna]),
        ("?name=_", vec![bert]),
        ("?group=Paralegal", vec![carl, anna]),
        ("?group=Nobodies", vec![]),
        ("?is_active=true&group=Paralegal", vec![anna]),
        ("?is_active=false", vec![carl]),
        ("?sort=email&group=Paralegal&page=1&page_size=100", vec![anna, carl]),
        ("?sort=-email&is_active=true", vec![&me, bert, anna]),
        ("?name=b&sort=-last_name&sort=-first_name", vec![carl, anna, bert]),
        ("?name=b&sort=case_capacity", vec![carl, bert, anna]),
        ("?name=b&sort=date_joined", vec![anna, bert, carl]),
    ] {
        assert_eq!(emails(&coordinator, query).await, expected, "{query}");
    }
    for (query, code, attr) in [
        ("sort=password", "invalid_choice", "sort"),
        ("sort=email&sort=x", "invalid_choice", "sort"),
        ("is_active=perhaps", "invalid", "is_active"),
        ("name=%20", "blank", "name"),
        ("group=%00", "null_characters_not_allowed", "group"),
    ] {
        let reply = coordinator.get(&format!("/clerk/api/account/?{query}")).await.expect(400);
        assert_eq!(reply.error(), ("validation_error".into(), code.into(), Some(attr.into())));
    }
    coordinator.get("/clerk/api/account/?page=2").await.expect(404);
}

#[tokio::test]
async fn coordinators_and_better_read_them() {
    let app = TestApp::start().await;
    let inactive = app.inactive().await;
    let path = format!("/clerk/api/account/{}/", inactive.id());
    for actor in
        [app.anonymous(), app.no_role().await, inactive, app.paralegal().await, app.lawyer().await]
    {
        actor.get("/clerk/api/account/").await.expect(403);
        actor.get(&path).await.expect(403);
    }
    for actor in [app.coordinator().await, app.admin().await, app.superuser().await] {
        let user = actor.get(&path).await.expect(200).json();
        assert_eq!(user["is_active"], false);
        assert_eq!(user["groups"]["value"], serde_json::json!(["Coordinator"]));
        for id in ["999999", "99999999999999", "x", "-1"] {
            actor.get(&format!("/clerk/api/account/{id}/")).await.expect(404);
        }
    }
}
