//! The columns of a case that decide who may see it, with all others.

use chrono::{DateTime, Utc};
use clerk_store::db::{TextList, schema::core_issue};
use serde_json::Value;
use uuid::Uuid;

/// Columns of `core_issue`. Values of choices are in [`crate::vocabulary::cases`].
#[derive(Clone, Debug, diesel::Queryable, diesel::Selectable)]
#[diesel(table_name = core_issue, check_for_backend(diesel::pg::Pg))]
#[expect(missing_docs, reason = "the columns are described in the data dictionary")]
pub struct CaseRow {
    pub id: Uuid,
    pub created_at: DateTime<Utc>,
    pub topic: String,
    pub stage: String,
    pub outcome: Option<String>,
    pub outcome_notes: String,
    pub provided_legal_services: bool,
    pub fileref: String,
    pub answers: Option<Value>,
    pub client_id: Uuid,
    pub tenancy_id: i32,
    pub paralegal_id: Option<i32>,
    pub lawyer_id: Option<i32>,
    pub support_worker_id: Option<i32>,
    pub is_open: bool,
    pub is_sharepoint_set_up: bool,
    pub weekly_rent: Option<i32>,
    #[diesel(deserialize_as = TextList)]
    pub employment_status: Vec<String>,
    pub annual_income_range: String,
    pub referrer_type: String,
    pub referrer: String,
    pub actionstep_id: Option<i32>,
    pub submission_id: Option<Uuid>,
}
