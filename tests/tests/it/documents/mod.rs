//! Documents on SharePoint: what the API tells of them, and who may see them.

mod attachments;
mod document_templates;
mod list;
mod move_case_access;
mod set_up_case_folder;

use clerk_tests::{FakeOutside, TestApp};
use reqwest::Method;

/// Variables of a Microsoft client.
pub const MICROSOFT: [(&str, &str); 5] = [
    ("AZURE_AD_CLIENT_ID", "client-id"),
    ("AZURE_AD_CLIENT_SECRET", "client-secret"),
    ("MS_GRAPH_GROUP_ID", "group"),
    ("MS_GRAPH_DRIVE_ID", "d"),
    ("CASES_FOLDER_ID", "cases"),
];
pub const GRAPH: &str = "graph.microsoft.com";

/// An application with Microsoft, played by a fake.
pub async fn bench() -> (TestApp, FakeOutside) {
    let fake = FakeOutside::start().await;
    let mut app = TestApp::builder().var("CLERK_OUTSIDE_URL", fake.url());
    for (name, value) in MICROSOFT {
        app = app.var(name, value);
    }
    (app.start().await, fake)
}

/// Insists that everybody who may not is refused before anything else is looked at.
pub async fn refused(app: &TestApp, method: Method, path: &str, actors: &[&clerk_tests::Actor]) {
    for actor in actors {
        let reply = actor.send(actor.request(method.clone(), path)).await.expect(403);
        assert_eq!(reply.error().1, "permission_denied", "{method} {path}");
    }
    for actor in [app.anonymous(), app.inactive().await] {
        let reply = actor.send(actor.request(method.clone(), path)).await.expect(403);
        assert_eq!(reply.error().1, "not_authenticated", "{method} {path}");
    }
}
