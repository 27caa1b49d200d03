//! Listing notifications.

use clerk_tests::{TestApp, factories};

#[tokio::test]
async fn the_newest_first_narrowed_by_name_and_topic() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    for (topic, name, day) in
        [("BONDS", "Bonds 50%", 1), ("GENERAL", "All", 3), ("BONDS", "Allbonds", 2)]
    {
        let id = factories::notification_template(&app.db, topic, name).await;
        app.db
            .execute(
                "UPDATE notify_notification SET created_at = make_date(2026, 1, $2) WHERE id = $1",
                &[&id, &day],
            )
            .await;
    }
    for (query, expected) in [
        ("", vec!["All", "Allbonds", "Bonds 50%"]),
        ("?name=&topic=", vec!["All", "Allbonds", "Bonds 50%"]),
        ("?name=ALL", vec!["All", "Allbonds"]),
        ("?name=%25", vec!["Bonds 50%"]),
        ("?topic=BONDS", vec!["Allbonds", "Bonds 50%"]),
        ("?topic=BONDS&name=all", vec!["Allbonds"]),
        ("?topic=NOPE", vec![]),
    ] {
        let list =
            admin.get(&format!("/clerk/api/template-notify/{query}")).await.expect(200).json();
        let names: Vec<_> = list.as_array().unwrap().iter().map(|it| &it["name"]).collect();
        assert_eq!(names, expected, "{query}");
    }
}

#[tokio::test]
async fn a_stored_value_that_is_no_choice_stays_readable() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    factories::notification_template(&app.db, "GENERAL", "Odd").await;
    app.db.execute("UPDATE notify_notification SET channel = 'PIGEON'", &[]).await;
    let list = admin.get("/clerk/api/template-notify/").await.expect(200).json();
    assert_eq!(list[0]["channel"]["display"], "PIGEON");
}
