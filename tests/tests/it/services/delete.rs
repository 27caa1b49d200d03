//! `DELETE /clerk/api/case/<uuid>/services/<id>/`.

use clerk_tests::{TestApp, factories};
use serde_json::json;

use super::{discrete, events, one, url};
use crate::cases::{everybody, stories};

#[tokio::test]
async fn it_is_gone_and_its_story_stays() {
    let app = TestApp::start().await;
    let coordinator = app.coordinator().await;
    let case = factories::case().create(&app.db).await;
    let service = coordinator.post(&url(case.id), discrete()).await.expect(201).json();
    let path = one(case.id, &service["id"]);
    assert!(coordinator.delete(&path).await.expect(204).body.is_empty());
    assert_eq!(coordinator.get(&url(case.id)).await.expect(200).json(), json!([]));
    coordinator.get(&path).await.expect(404);
    coordinator.patch(&path, json!({})).await.expect(404);
    coordinator.delete(&path).await.expect(404);
    let is_deleted: bool = app.db.value("SELECT is_deleted FROM core_service", &[]).await;
    assert!(is_deleted);
    let events = events(&app.db).await;
    assert_eq!((events.len(), events[1].0.as_str()), (2, "DELETE"));
    assert_eq!(events[1].2["is_deleted"], true);
    let texts = stories(&coordinator, case.id).await;
    assert!(texts[0].contains("deleted a discrete service"), "{texts:?}");
    assert_eq!(texts.len(), 2);
}

#[tokio::test]
async fn who_deletes_services() {
    let app = TestApp::start().await;
    let case = factories::case().create(&app.db).await;
    let coordinator = app.coordinator().await;
    for (name, actor, may_see) in everybody(&app, &case).await {
        let is_better = ["coordinator", "admin", "superuser"].contains(&name);
        for (is_open, is_allowed) in [(true, may_see), (false, is_better)] {
            let service = coordinator.post(&url(case.id), discrete()).await.expect(201).json();
            app.db
                .execute("UPDATE core_issue SET is_open = $2 WHERE id = $1", &[&case.id, &is_open])
                .await;
            let status = if is_allowed { 204 } else { 403 };
            let reply = actor.delete(&one(case.id, &service["id"])).await;
            assert_eq!(reply.status, status, "{name} {is_open}");
        }
    }
}
