//! Staff accounts.

mod create;
mod list;
mod microsoft;
mod update;

use clerk_tests::TestDb;
use serde_json::Value;

/// The log's entries about accounts: action, key, name, actor and changes.
async fn log(db: &TestDb) -> Vec<(i16, String, String, Option<i32>, Value)> {
    let rows = db
        .query(
            "SELECT l.action, l.object_pk, l.object_repr, l.actor_id, l.changes \
             FROM auditlog_logentry l JOIN django_content_type t ON t.id = l.content_type_id \
             WHERE t.app_label = 'accounts' AND t.model = 'user' ORDER BY l.id",
            &[],
        )
        .await;
    rows.iter().map(|row| (row.get(0), row.get(1), row.get(2), row.get(3), row.get(4))).collect()
}
