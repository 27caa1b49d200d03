//! Only admins and superusers.

use clerk_tests::{TestApp, factories};
use reqwest::Method;
use serde_json::json;

/// The API of notifications has the same rules.
#[tokio::test]
async fn only_admins_and_superusers() {
    let app = TestApp::start().await;
    let email = factories::email_template(&app.db, "GENERAL", "Hello").await;
    let notify = factories::notification_template(&app.db, "GENERAL", "Hello").await;
    let others =
        [app.no_role().await, app.paralegal().await, app.lawyer().await, app.coordinator().await];
    for (list, id) in [("template-email", email), ("template-notify", notify)] {
        let list = format!("/clerk/api/{list}/");
        let (detail, gone) = (format!("{list}{id}/"), format!("{list}999999/"));
        let all = [
            (Method::GET, &list),
            (Method::POST, &list),
            (Method::GET, &detail),
            (Method::PATCH, &detail),
            (Method::PUT, &detail),
            (Method::DELETE, &detail),
            (Method::GET, &gone),
            (Method::PATCH, &gone),
            (Method::DELETE, &gone),
        ];
        for (method, path) in all {
            // The refusal comes before anything is said about the row or the body.
            let ask =
                |actor: &clerk_tests::Actor| actor.request(method.clone(), path).json(&json!({}));
            for actor in &others {
                let reply = actor.send(ask(actor)).await.expect(403);
                assert_eq!(reply.error().1, "permission_denied", "{method} {path}");
            }
            for actor in [app.anonymous(), app.inactive().await] {
                let reply = actor.send(ask(&actor)).await.expect(403);
                assert_eq!(reply.error().1, "not_authenticated", "{method} {path}");
            }
        }
        for actor in [app.admin().await, app.superuser().await] {
            actor.get(&list).await.expect(200);
            actor.get(&detail).await.expect(200);
            actor.patch(&detail, json!({})).await.expect(200);
            for wrong in [&gone, &format!("{list}x/"), &format!("{list}99999999999/")] {
                actor.get(wrong).await.expect(404);
                actor.patch(wrong, json!({"topic": "NOPE"})).await.expect(404);
                actor.put(wrong, json!({})).await.expect(404);
                actor.delete(wrong).await.expect(404);
            }
            for path in [&list, &detail] {
                let request = actor.request(Method::from_bytes(b"TRACE").unwrap(), path);
                assert_eq!(actor.send(request).await.expect(405).error().1, "method_not_allowed");
            }
        }
    }
    let left: i64 = app.db.value("SELECT count(*) FROM emails_emailtemplate", &[]).await;
    assert_eq!(left, 1);
}
