//! The columns of a case: those that decide who may see it, and with them all others.

use chrono::{DateTime, Utc};
use clerk_store::db::{TextList, schema::core_issue};
use serde_json::Value;
use uuid::Uuid;

use crate::{
    record::record,
    vocabulary::cases::{Outcome, Stage, Topic},
};

record! {
    table core_issue {
        topic: Topic,
        stage: Stage,
        outcome: Option<Outcome>,
        outcome_notes: String,
        provided_legal_services: bool,
        fileref: String,
        client_id: Uuid,
        tenancy_id: i32,
        paralegal_id: Option<i32>,
        lawyer_id: Option<i32>,
        support_worker_id: Option<i32>,
        is_open: bool,
        weekly_rent: Option<i32>,
        employment_status: Vec<String> as TextList,
        annual_income_range: String,
        referrer_type: String,
        referrer: String,
        actionstep_id: Option<i32>,
    }

    /// Columns of `core_issue`. Values of choices are in [`crate::vocabulary::cases`].
    row CaseRow {
        id: Uuid,
        created_at: DateTime<Utc>,
        answers: Option<Value>,
        is_sharepoint_set_up: bool,
        submission_id: Option<Uuid>,
    };

    /// What is changed of a case; `None` leaves a column as it is. A blank `fileref` asks for the next
    /// one of the topic.
    input CaseInput;
}
