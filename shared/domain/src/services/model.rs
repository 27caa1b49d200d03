//! A service, and what can be said about one.

use chrono::{DateTime, NaiveDate, Utc};
use clerk_store::db::schema::core_service;
use uuid::Uuid;

use crate::{
    record::record,
    vocabulary::services::{ServiceCategory, ServiceType},
};

record! {
    table core_service {
        category: ServiceCategory,
        type_: ServiceType,
        started_at: NaiveDate,
        finished_at: Option<NaiveDate>,
        count: i32,
        notes: Option<String>,
    }

    /// Columns of `core_service`. Values of choices are in [`crate::vocabulary::services`].
    row Service {
        id: i32,
        created_at: DateTime<Utc>,
        modified_at: DateTime<Utc>,
        issue_id: Uuid,
        is_deleted: bool,
    };

    /// What is changed of a service; `None` leaves a column as it is.
    input ServiceInput {
        /// The case it is said to belong to, when the sender names one.
        case: Option<Uuid>,
    };

    /// Everything about a service that people decide, once it has been checked.
    #[derive(diesel::AsChangeset)]
    #[diesel(treat_none_as_null = true)]
    new ServiceFacts;
}

/// A service to add.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "the columns are described in docs/tables.md")]
pub struct NewService {
    pub category: ServiceCategory,
    pub type_: ServiceType,
    pub started_at: NaiveDate,
    pub finished_at: Option<NaiveDate>,
    /// How often it was given; has to be told of a discrete service.
    pub count: Option<i32>,
    pub notes: Option<String>,
}
