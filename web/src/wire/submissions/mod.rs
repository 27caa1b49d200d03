//! Submissions: the answers as they came, and the same arranged for reading.
//!
//! Anybody can send anything with the intake form, so no answer is trusted to have the shape that its
//! question asks for. What does not fit is shown as it is.

/// A section: its fields, each with how it is read. No answer to any of them is no section.
macro_rules! section {
    ($(#[$doc:meta])* $name:ident { $($field:ident: $type:ty = $read:expr,)* }) => {
        $(#[$doc])*
        #[derive(Debug, serde::Serialize, utoipa::ToSchema)]
        pub struct $name {
            $(pub $field: Option<$type>,)*
        }

        impl $name {
            pub(super) fn read(answers: &super::reader::Reader<'_>) -> Option<Self> {
                let section = Self {
                    $($field: {
                        let read: fn(&super::reader::Reader<'_>) -> Option<$type> = $read;
                        read(answers)
                    },)*
                };
                let is_answered = false $(|| section.$field.is_some())*;
                is_answered.then_some(section)
            }
        }
    };
}

mod client;
mod issue;
mod parts;
mod person;
mod reader;
mod tenancy;
mod topics;

use clerk_domain::submissions::Processed;
use serde::Serialize;
use serde_json::{Map, Value};
use utoipa::ToSchema;
use uuid::Uuid;

use self::{
    client::ClientAnswers, issue::IssueAnswers, reader::Reader, tenancy::TenancyAnswers,
    topics::TopicAnswers,
};
use super::format::date;

/// A submission that became a case.
#[derive(Debug, Serialize, ToSchema)]
pub struct Submission {
    /// Key.
    pub id: Uuid,
    /// The answers arranged for reading; null for those of old forms, which did not ask for an email
    /// address.
    pub answers: Option<SubmissionAnswers>,
    /// The answers as they came, by question, without those that are null.
    #[schema(value_type = Value)]
    pub answers_raw: Value,
    /// When the form was begun.
    pub created_at: String,
}

/// Answers arranged for reading. A section without any answer is null.
#[derive(Debug, Serialize, ToSchema)]
#[expect(missing_docs, reason = "the fields are those of the API document")]
pub struct SubmissionAnswers {
    pub client: Option<ClientAnswers>,
    pub tenancy: Option<TenancyAnswers>,
    pub issue: Option<IssueAnswers>,
    pub topic_specific: Option<TopicAnswers>,
}

impl From<Processed> for Submission {
    fn from(submission: Processed) -> Self {
        let Processed { id, answers, created_at } = submission;
        Self {
            id,
            answers: SubmissionAnswers::read(&answers),
            answers_raw: tidy(answers),
            created_at: date::iso(created_at),
        }
    }
}

impl SubmissionAnswers {
    fn read(answers: &Value) -> Option<Self> {
        let answers = Reader(answers.as_object().filter(|answers| answers.contains_key("EMAIL"))?);
        Some(Self {
            client: ClientAnswers::read(&answers),
            tenancy: TenancyAnswers::read(&answers),
            issue: IssueAnswers::read(&answers),
            topic_specific: TopicAnswers::read(&answers),
        })
    }
}

/// Takes out what is null, at every depth. Keys are sorted already.
fn tidy(value: Value) -> Value {
    match value {
        Value::Object(fields) => {
            let given = fields.into_iter().filter(|(_, value)| !value.is_null());
            Value::Object(given.map(|(key, value)| (key, tidy(value))).collect::<Map<_, _>>())
        }
        Value::Array(items) => {
            Value::Array(items.into_iter().filter(|item| !item.is_null()).map(tidy).collect())
        }
        other => other,
    }
}

#[cfg(test)]
mod tests;
