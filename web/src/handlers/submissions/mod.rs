//! Submissions of the public intake form. Nobody has to be logged in, and nobody's session is looked
//! at, so that a member of staff who fills in the form on our own origin is like anybody else.

mod body;
pub mod create;
pub mod retrieve;
pub mod submit;
pub mod update;

use clerk_domain::submissions::Submission;
use serde::Serialize;
use serde_json::Value;
use uuid::Uuid;

/// A submission as the form sees it.
#[derive(Serialize)]
pub struct SubmissionJson {
    id: Uuid,
    answers: Value,
}

impl From<Submission> for SubmissionJson {
    fn from(submission: Submission) -> Self {
        Self { id: submission.id, answers: submission.answers }
    }
}
