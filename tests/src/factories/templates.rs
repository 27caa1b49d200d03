//! Templates of emails, notifications and documents.

use crate::TestDb;

/// A template of an email.
pub async fn email_template(db: &TestDb, topic: &str, name: &str) -> i32 {
    db.value(
        "INSERT INTO emails_emailtemplate (created_at, modified_at, name, topic, text, subject) \
         VALUES ('2026-03-04T05:06:07Z', '2026-03-04T05:06:07Z', $2, $1, 'Dear client', \
         'About your home') RETURNING id",
        &[&topic, &name],
    )
    .await
}

/// A notification that paralegals get when a case of the topic is closed.
pub async fn notification_template(db: &TestDb, topic: &str, name: &str) -> i32 {
    db.value(
        "INSERT INTO notify_notification (created_at, modified_at, topic, event, channel, target, \
         raw_text, name, event_stage, message_text) \
         VALUES ('2026-03-04T05:06:07Z', '2026-03-04T05:06:07Z', $1, 'STAGE_CHANGE', 'SLACK', \
         'PARALEGAL', '**Closed**', $2, 'CLOSED', '*Closed*') RETURNING id",
        &[&topic, &name],
    )
    .await
}

/// A template of a document, at this path on SharePoint.
pub async fn document_template(db: &TestDb, topic: &str, file: &str) -> i32 {
    db.value(
        "INSERT INTO core_documenttemplate (created_at, modified_at, topic, file) \
         VALUES ('2020-01-01', '2020-01-01', $1, $2) RETURNING id",
        &[&topic, &file],
    )
    .await
}
