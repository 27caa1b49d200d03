//! Rows to insert, every column written.

use chrono::{DateTime, NaiveDate, Utc};
use clerk_store::db::schema::{
    auditlog_logentry, core_client, core_fileupload, core_issue, core_issuedate, core_issueevent,
    core_issuenote, core_person, core_service, core_serviceevent, core_submission, core_tenancy,
    emails_email,
};
use diesel::Insertable;
use serde_json::Value;
use uuid::Uuid;

type When = DateTime<Utc>;

#[derive(Insertable)]
#[diesel(table_name = core_client)]
pub(super) struct Client {
    pub(super) created_at: When,
    pub(super) modified_at: When,
    pub(super) id: Uuid,
    pub(super) first_name: String,
    pub(super) last_name: String,
    pub(super) email: String,
    pub(super) date_of_birth: Option<When>,
    pub(super) phone_number: String,
    pub(super) primary_language_non_english: bool,
    pub(super) gender: Option<String>,
    pub(super) is_aboriginal_or_torres_strait_islander: String,
    pub(super) call_times: Vec<String>,
    pub(super) special_circumstances: Vec<String>,
    pub(super) legal_access_difficulties: Vec<String>,
    pub(super) number_of_dependents: Option<i32>,
    pub(super) primary_language: String,
    pub(super) notes: String,
    pub(super) centrelink_support: bool,
    pub(super) eligibility_circumstances: Vec<String>,
    pub(super) eligibility_notes: String,
    pub(super) requires_interpreter: String,
    pub(super) preferred_name: Option<String>,
    pub(super) pronouns: String,
    pub(super) contact_notes: String,
    pub(super) contact_restriction: String,
}

#[derive(Insertable)]
#[diesel(table_name = core_person)]
pub(super) struct Person {
    pub(super) created_at: When,
    pub(super) modified_at: When,
    pub(super) full_name: String,
    pub(super) email: String,
    pub(super) address: String,
    pub(super) phone_number: String,
    pub(super) support_contact_preferences: String,
}

#[derive(Insertable)]
#[diesel(table_name = core_tenancy)]
pub(super) struct Tenancy {
    pub(super) created_at: When,
    pub(super) modified_at: When,
    pub(super) address: String,
    pub(super) started: Option<When>,
    pub(super) is_on_lease: String,
    pub(super) agent_id: Option<i32>,
    pub(super) landlord_id: Option<i32>,
    pub(super) postcode: Option<String>,
    pub(super) suburb: Option<String>,
    pub(super) rental_circumstances: String,
}

#[derive(Insertable)]
#[diesel(table_name = core_submission)]
pub(super) struct Submission {
    pub(super) created_at: When,
    pub(super) modified_at: When,
    pub(super) id: Uuid,
    pub(super) answers: Value,
    pub(super) is_complete: bool,
    pub(super) is_processed: bool,
    pub(super) is_reminder_sent: bool,
}

#[derive(Insertable)]
#[diesel(table_name = core_fileupload)]
pub(super) struct FileUpload {
    pub(super) created_at: When,
    pub(super) modified_at: When,
    pub(super) id: Uuid,
    pub(super) file: String,
    pub(super) issue_id: Option<Uuid>,
}

#[derive(Insertable)]
#[diesel(table_name = core_issue)]
pub(super) struct Issue {
    pub(super) created_at: When,
    pub(super) modified_at: When,
    pub(super) id: Uuid,
    pub(super) topic: String,
    pub(super) answers: Option<Value>,
    pub(super) is_alert_sent: bool,
    pub(super) is_case_sent: bool,
    pub(super) client_id: Uuid,
    pub(super) fileref: String,
    pub(super) provided_legal_services: bool,
    pub(super) outcome_notes: String,
    pub(super) outcome: Option<String>,
    pub(super) stage: String,
    pub(super) is_open: bool,
    pub(super) actionstep_id: Option<i32>,
    pub(super) paralegal_id: Option<i32>,
    pub(super) is_sharepoint_set_up: bool,
    pub(super) lawyer_id: Option<i32>,
    pub(super) is_welcome_email_sent: bool,
    pub(super) support_worker_id: Option<i32>,
    pub(super) tenancy_id: i32,
    pub(super) weekly_rent: Option<i32>,
    pub(super) employment_status: Vec<String>,
    pub(super) weekly_income: Option<i32>,
    pub(super) referrer: String,
    pub(super) referrer_type: String,
    pub(super) submission_id: Option<Uuid>,
    pub(super) annual_income_range: String,
}

#[derive(Insertable)]
#[diesel(table_name = core_issueevent)]
pub(super) struct Event {
    pub(super) created_at: When,
    pub(super) modified_at: When,
    pub(super) prev_is_open: Option<bool>,
    pub(super) next_is_open: Option<bool>,
    pub(super) prev_stage: Option<String>,
    pub(super) next_stage: Option<String>,
    pub(super) actionstep_id: Option<i32>,
    pub(super) issue_id: Uuid,
    pub(super) next_user_id: Option<i32>,
    pub(super) prev_user_id: Option<i32>,
    pub(super) event_type: String,
}

#[derive(Clone, Insertable)]
#[diesel(table_name = core_issuenote)]
pub(super) struct Note {
    pub(super) created_at: When,
    pub(super) modified_at: When,
    pub(super) note_type: String,
    pub(super) text: String,
    pub(super) event: Option<When>,
    pub(super) creator_id: Option<i32>,
    pub(super) issue_id: Uuid,
    pub(super) actionstep_id: Option<i32>,
    pub(super) content_type_id: Option<i32>,
    pub(super) object_id: Option<i32>,
}

#[derive(Clone, Insertable)]
#[diesel(table_name = core_issuedate)]
pub(super) struct CriticalDate {
    pub(super) created_at: When,
    pub(super) modified_at: When,
    #[diesel(column_name = type_)]
    pub(super) kind: String,
    pub(super) date: NaiveDate,
    pub(super) notes: String,
    pub(super) is_reviewed: bool,
    pub(super) issue_id: Uuid,
    pub(super) hearing_location: String,
    pub(super) hearing_type: String,
}

#[derive(Insertable)]
#[diesel(table_name = auditlog_logentry)]
pub(super) struct LogEntry {
    pub(super) object_pk: String,
    pub(super) object_id: Option<i64>,
    pub(super) object_repr: String,
    pub(super) action: i16,
    pub(super) changes: Option<Value>,
    pub(super) timestamp: When,
    pub(super) actor_id: Option<i32>,
    pub(super) content_type_id: i32,
    pub(super) additional_data: Option<Value>,
    pub(super) serialized_data: Option<Value>,
    pub(super) cid: Option<String>,
    pub(super) changes_text: String,
    pub(super) remote_port: Option<i32>,
    pub(super) actor_email: Option<String>,
}

#[derive(Clone, Insertable)]
#[diesel(table_name = core_service)]
pub(super) struct Service {
    pub(super) created_at: When,
    pub(super) modified_at: When,
    pub(super) category: String,
    #[diesel(column_name = type_)]
    pub(super) kind: String,
    pub(super) started_at: NaiveDate,
    pub(super) notes: Option<String>,
    pub(super) count: i32,
    pub(super) finished_at: Option<NaiveDate>,
    pub(super) issue_id: Uuid,
    pub(super) is_deleted: bool,
}

#[derive(Insertable)]
#[diesel(table_name = core_serviceevent)]
pub(super) struct ServiceEvent {
    pub(super) created_at: When,
    pub(super) modified_at: When,
    pub(super) event_type: String,
    pub(super) service_at_event: Value,
    pub(super) service_id: i32,
    pub(super) user_id: i32,
}

#[derive(Insertable)]
#[diesel(table_name = emails_email)]
pub(super) struct Email {
    pub(super) subject: String,
    pub(super) state: String,
    pub(super) text: String,
    pub(super) created_at: When,
    pub(super) cc_addresses: Vec<String>,
    pub(super) from_address: String,
    pub(super) issue_id: Option<Uuid>,
    pub(super) received_data: Option<Value>,
    pub(super) sender_id: Option<i32>,
    pub(super) to_address: String,
    pub(super) html: String,
    pub(super) actionstep_id: Option<i32>,
    pub(super) processed_at: Option<When>,
    pub(super) is_alert_sent: bool,
    pub(super) sendgrid_id: String,
    pub(super) thread_name: String,
    pub(super) received_data_hash: Option<String>,
}
