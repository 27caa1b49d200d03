//! Listing templates.

use clerk_tests::{Actor, TestApp, factories};

async fn found(actor: &Actor, query: &str) -> Vec<String> {
    let list = actor.get(&format!("/clerk/api/template-email/?{query}")).await.expect(200).json();
    let names = list.as_array().unwrap().iter();
    names.map(|it| it["name"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn by_topic_and_name_with_numbers_as_numbers() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    for (topic, name) in [
        ("REPAIRS", "Template 10"),
        ("REPAIRS", "Template 2"),
        ("REPAIRS", "template 3"),
        ("GENERAL", "Zebra"),
        ("BONDS", "Template 1"),
        ("OTHER", "100%_sure\\"),
    ] {
        factories::email_template(&app.db, topic, name).await;
    }
    app.db
        .execute("UPDATE emails_emailtemplate SET subject = 'Needle' WHERE name = 'Zebra'", &[])
        .await;
    let all = ["Template 1", "Zebra", "100%_sure\\", "Template 2", "template 3", "Template 10"];
    assert_eq!(found(&admin, "").await, all);
    assert_eq!(found(&admin, "name=&topic=").await, all);
    assert_eq!(found(&admin, "name=%20").await, all);
    assert_eq!(found(&admin, "name=TEMPLATE").await.len(), 4);
    assert_eq!(found(&admin, "name=needle").await, ["Zebra"]);
    assert_eq!(found(&admin, "name=template&topic=BONDS").await, ["Template 1"]);
    for literal in ["%25_", "_sure", "%5C"] {
        assert_eq!(found(&admin, &format!("name={literal}")).await, ["100%_sure\\"], "{literal}");
    }
    assert_eq!(found(&admin, "topic=NOPE").await, Vec::<String>::new());
    let reply = admin.get("/clerk/api/template-email/?name=a%00").await.expect(400);
    assert_eq!(reply.error().2.as_deref(), Some("name"));
}
