//! What can be changed about a case.

use clerk_store::db::schema::core_issue;
use diesel::AsChangeset;
use uuid::Uuid;

/// New values of columns of `core_issue`; `None` leaves a column as it is.
#[derive(AsChangeset, Clone, Debug, Default, PartialEq, Eq)]
#[diesel(table_name = core_issue)]
#[expect(missing_docs, reason = "the columns are described in the data dictionary")]
pub struct CaseChange {
    pub topic: Option<String>,
    pub stage: Option<String>,
    pub outcome: Option<Option<String>>,
    pub outcome_notes: Option<String>,
    pub provided_legal_services: Option<bool>,
    /// Blank asks for the next one of the topic.
    pub fileref: Option<String>,
    pub paralegal_id: Option<Option<i32>>,
    pub lawyer_id: Option<Option<i32>>,
    pub client_id: Option<Uuid>,
    pub tenancy_id: Option<i32>,
    pub support_worker_id: Option<Option<i32>>,
    pub employment_status: Option<Vec<String>>,
    pub annual_income_range: Option<String>,
    pub weekly_rent: Option<Option<i32>>,
    pub referrer_type: Option<String>,
    pub referrer: Option<String>,
    pub is_open: Option<bool>,
    pub actionstep_id: Option<Option<i32>>,
}
