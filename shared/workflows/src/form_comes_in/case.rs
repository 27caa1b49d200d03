//! The case itself.

use chrono::{DateTime, Utc};
use clerk_domain::{
    cases::{NewCaseDefaults, next_fileref},
    error::Result,
    people::NewPerson,
    vocabulary::cases::{self, Topic},
};
use clerk_store::db::{Connection, schema::core_issue};
use diesel::{ExpressionMethods, Insertable, insert_into};
use diesel_async::RunQueryDsl;
use serde_json::{Map, Value};
use uuid::Uuid;

use super::{
    answers::{Answers, Unprocessable},
    people, uploads,
};

pub(super) struct NewCase {
    facts: Facts,
    support_worker: Option<NewPerson>,
}

/// What the client said.
#[derive(Insertable)]
#[diesel(table_name = core_issue)]
struct Facts {
    topic: Topic,
    answers: Value,
    employment_status: Vec<String>,
    annual_income_range: String,
    referrer_type: String,
    referrer: String,
    weekly_rent: Option<i32>,
}

/// Where the name of the referrer is, the last one answered counting.
const REFERRERS: [&str; 4] = [
    "SOCIAL_REFERRER",
    "COMMUNITY_ORGANISATION_REFERRER",
    "HOUSING_SERVICE_REFERRER",
    "LEGAL_CENTRE_REFERRER",
];

impl NewCase {
    /// The lengths are those of the columns.
    pub(super) fn read(answers: &Answers<'_>) -> Result<Self, Unprocessable> {
        let topic = Topic::from(answers.required("ISSUES", 32)?);
        if matches!(topic, Topic::Unlisted(_)) {
            return Err(Unprocessable("ISSUES is not a topic of a case".to_owned()));
        }
        let referrers = REFERRERS.into_iter().map(|key| answers.text(key, 64));
        let facts = Facts {
            answers: Value::Object(of_topic(&topic, answers.all())),
            employment_status: answers
                .choices("WORK_OR_STUDY_CIRCUMSTANCES", cases::EMPLOYMENT_TYPE),
            annual_income_range: answers.choice("ANNUAL_INCOME_RANGE", cases::INCOME_RANGE, ""),
            referrer_type: answers.choice("REFERRER_TYPE", cases::REFERRER_TYPE, ""),
            referrer: referrers.into_iter().find(|name| !name.is_empty()).unwrap_or_default(),
            weekly_rent: answers.integer("WEEKLY_RENT"),
            topic,
        };
        Ok(Self { facts, support_worker: people::support_worker(answers) })
    }

    /// The topic of the case.
    pub(super) fn topic(&self) -> &Topic {
        &self.facts.topic
    }

    /// Opens the case under the next file reference of its letter.
    pub(super) async fn create(
        self,
        conn: &mut Connection,
        submission: Uuid,
        (client, tenancy): (Uuid, i32),
        now: DateTime<Utc>,
    ) -> Result<(Uuid, String)> {
        let support_worker = people::create(conn, self.support_worker, now).await?;
        let id = Uuid::new_v4();
        let fileref = next_fileref(conn, &self.facts.topic).await?;
        insert_into(core_issue::table)
            .values((
                core_issue::id.eq(id),
                core_issue::created_at.eq(now),
                core_issue::modified_at.eq(now),
                core_issue::fileref.eq(&fileref),
                core_issue::submission_id.eq(submission),
                core_issue::client_id.eq(client),
                core_issue::tenancy_id.eq(tenancy),
                core_issue::support_worker_id.eq(support_worker),
                self.facts,
                NewCaseDefaults::from_intake(),
            ))
            .execute(conn)
            .await?;
        Ok((id, fileref))
    }
}

/// The answers to the questions of the topic, without its name in their keys and without uploads.
fn of_topic(topic: &Topic, answers: &Map<String, Value>) -> Map<String, Value> {
    let uploads = uploads::keys(topic);
    answers
        .iter()
        .filter(|(key, _)| !uploads.contains(&key.as_str()))
        .filter_map(|(key, value)| {
            let rest = key.strip_prefix(topic.code())?.strip_prefix('_')?;
            Some((rest.to_owned(), value.clone()))
        })
        .collect()
}
