//! Notes on cases.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::TestDb;

/// How to make a note.
#[derive(Clone, Debug)]
pub struct NewNote<'a> {
    case: Uuid,
    note_type: &'a str,
    text: &'a str,
    creator: Option<i32>,
    event: Option<DateTime<Utc>>,
    target: Option<(&'a str, i32)>,
    created_at: DateTime<Utc>,
}

/// A note of this type on a case.
pub fn note(case: Uuid, note_type: &str) -> NewNote<'_> {
    NewNote {
        case,
        note_type,
        text: "",
        creator: None,
        event: None,
        target: None,
        created_at: "2026-03-05T05:06:07Z".parse().unwrap(),
    }
}

impl<'a> NewNote<'a> {
    /// Saying this.
    pub fn text(self, text: &'a str) -> Self {
        Self { text, ..self }
    }

    /// Written by this account.
    pub fn by(self, creator: i32) -> Self {
        Self { creator: Some(creator), ..self }
    }

    /// About this point in time.
    pub fn event(self, event: DateTime<Utc>) -> Self {
        Self { event: Some(event), ..self }
    }

    /// Pointing to this row: the original's model name and the key.
    pub fn target(self, model: &'a str, id: i32) -> Self {
        Self { target: Some((model, id)), ..self }
    }

    /// Written then.
    pub fn at(self, created_at: DateTime<Utc>) -> Self {
        Self { created_at, ..self }
    }

    /// Puts it into the database.
    pub async fn create(self, db: &TestDb) -> i32 {
        let (model, object) = self.target.unzip();
        db.value(
            "INSERT INTO core_issuenote (created_at, modified_at, note_type, text, event, \
             creator_id, issue_id, actionstep_id, content_type_id, object_id) \
             VALUES ($1, $1, $2, $3, $4, $5, $6, NULL, \
             (SELECT id FROM django_content_type WHERE model = $7 \
              AND app_label IN ('core', 'accounts')), $8) RETURNING id",
            &[
                &self.created_at,
                &self.note_type,
                &self.text,
                &self.event,
                &self.creator,
                &self.case,
                &model,
                &object,
            ],
        )
        .await
    }
}
