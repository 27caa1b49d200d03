//! Documents on SharePoint: what the API shows of them, and who may see them.

mod attachments;
mod document_templates;
mod list;
mod move_case_access;
mod set_up_case_folder;

use clerk_tests::TestApp;
use reqwest::Method;

pub const GRAPH: &str = "graph.microsoft.com";

/// An application with Microsoft, played by a fake.
pub async fn app() -> TestApp {
    TestApp::builder().microsoft().start().await
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
