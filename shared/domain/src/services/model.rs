//! A service, and what can be said about one.

use chrono::{DateTime, NaiveDate, Utc};
use clerk_store::db::schema::core_service;
use diesel::{AsChangeset, Insertable};
use uuid::Uuid;

/// Columns of `core_service`. Values of choices are in [`crate::vocabulary::services`].
#[derive(Clone, Debug, diesel::Queryable, diesel::Selectable)]
#[diesel(table_name = core_service, check_for_backend(diesel::pg::Pg))]
#[expect(missing_docs, reason = "the columns are described in the data dictionary")]
pub struct Service {
    pub id: i32,
    pub created_at: DateTime<Utc>,
    pub modified_at: DateTime<Utc>,
    pub category: String,
    pub type_: String,
    pub started_at: NaiveDate,
    pub notes: Option<String>,
    pub count: i32,
    pub finished_at: Option<NaiveDate>,
    pub issue_id: Uuid,
    pub is_deleted: bool,
}

/// A service to add.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "the fields are the columns")]
pub struct NewService {
    pub category: String,
    pub type_: String,
    pub started_at: NaiveDate,
    pub finished_at: Option<NaiveDate>,
    /// How often it was given; has to be told of a discrete service.
    pub count: Option<i32>,
    pub notes: Option<String>,
}

/// New values of a service; `None` leaves a column as it is.
#[derive(Clone, Debug, Default)]
#[expect(missing_docs, reason = "the fields are the columns")]
pub struct ServiceChange {
    pub category: Option<String>,
    pub type_: Option<String>,
    pub started_at: Option<NaiveDate>,
    pub finished_at: Option<Option<NaiveDate>>,
    pub count: Option<i32>,
    pub notes: Option<Option<String>>,
    /// The case it is said to belong to, when the sender names one.
    pub case: Option<Uuid>,
}

/// Everything about a service that people decide.
#[derive(AsChangeset, Insertable, Clone, Debug)]
#[diesel(table_name = core_service, treat_none_as_null = true)]
pub(super) struct Facts {
    pub category: String,
    pub type_: String,
    pub started_at: NaiveDate,
    pub finished_at: Option<NaiveDate>,
    pub count: i32,
    pub notes: Option<String>,
}
