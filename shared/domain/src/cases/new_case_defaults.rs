//! How every case begins.

use clerk_store::db::schema::core_issue;
use diesel::Insertable;

use crate::vocabulary::cases::{Outcome, Stage};

/// The columns of a new case that do not depend on the client.
#[derive(Insertable)]
#[diesel(table_name = core_issue)]
pub struct NewCaseDefaults {
    stage: Stage,
    is_open: bool,
    outcome: Option<Outcome>,
    outcome_notes: &'static str,
    provided_legal_services: bool,
    is_alert_sent: bool,
    is_welcome_email_sent: bool,
    is_sharepoint_set_up: bool,
    is_case_sent: bool,
    actionstep_id: Option<i32>,
    paralegal_id: Option<i32>,
    lawyer_id: Option<i32>,
    weekly_income: Option<i32>,
}

impl NewCaseDefaults {
    /// Of a case from the intake form: the team has to hear of it, and the client is to be welcomed.
    #[must_use]
    pub fn from_intake() -> Self {
        Self {
            stage: Stage::Unstarted,
            is_open: true,
            outcome: None,
            outcome_notes: "",
            provided_legal_services: false,
            is_alert_sent: false,
            is_welcome_email_sent: false,
            is_sharepoint_set_up: false,
            is_case_sent: false,
            actionstep_id: None,
            paralegal_id: None,
            lawyer_id: None,
            weekly_income: None,
        }
    }

    /// Of a case that a coordinator opens, who writes to the client and the team themselves.
    #[must_use]
    pub fn by_hand() -> Self {
        Self { is_alert_sent: true, is_welcome_email_sent: true, ..Self::from_intake() }
    }
}
