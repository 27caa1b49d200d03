//! A service on the wire.

use clerk_domain::{
    services::{self, NewService, ServiceChange},
    vocabulary::services::{ANY_TYPE, CATEGORY},
};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::drf::{
    body::{Body, OPTIONAL, REQUIRED, UNLIMITED},
    date,
};
use crate::error::{ApiError, ApiResult};

/// Work done for a case.
#[derive(Debug, Serialize, ToSchema)]
#[expect(missing_docs, reason = "the fields are those of the API document")]
pub struct Service {
    pub id: i32,
    pub issue_id: Uuid,
    pub category: String,
    pub r#type: String,
    /// `DD/MM/YYYY`, as is the end.
    pub started_at: String,
    pub finished_at: Option<String>,
    pub count: i32,
    pub notes: Option<String>,
}

impl From<services::Service> for Service {
    fn from(it: services::Service) -> Self {
        Self {
            id: it.id,
            issue_id: it.issue_id,
            category: it.category,
            r#type: it.type_,
            started_at: date::date(it.started_at),
            finished_at: it.finished_at.map(date::date),
            count: it.count,
            notes: it.notes,
        }
    }
}

/// A service to add.
#[derive(ToSchema)]
pub struct ServiceCreate {
    /// `DISCRETE` or `ONGOING`.
    pub category: String,
    /// One of the types of the category.
    pub r#type: String,
    /// `DD/MM/YYYY` or `YYYY-MM-DD`, as is the end.
    pub started_at: String,
    /// Blank for none.
    pub finished_at: Option<String>,
    /// Required of a discrete service; an ongoing one counts once.
    #[schema(value_type = Option<Value>)]
    pub count: Option<i32>,
    /// HTML.
    pub notes: Option<String>,
}

/// What to change about a service; what is left out stays.
#[derive(ToSchema)]
#[expect(missing_docs, reason = "the fields are those of the API document")]
pub struct ServiceUpdate {
    pub category: Option<String>,
    pub r#type: Option<String>,
    pub started_at: Option<String>,
    pub finished_at: Option<String>,
    /// Has to come with the category `DISCRETE`.
    #[schema(value_type = Option<Value>)]
    pub count: Option<i32>,
    pub notes: Option<String>,
    /// The case that the service belongs to already.
    pub issue_id: Option<Uuid>,
}

/// Reads a service to add.
///
/// # Errors
/// 400 with everything wrong.
pub fn read_create(mut body: Body) -> ApiResult<NewService> {
    let category = body.choice("category", CATEGORY, REQUIRED).value();
    let type_ = body.choice("type", ANY_TYPE, REQUIRED).value();
    let started_at = body.date("started_at", REQUIRED).value();
    let new = NewService {
        category: String::new(),
        type_: String::new(),
        started_at: started_at.unwrap_or_default(),
        finished_at: body.date("finished_at", OPTIONAL.blank_is_null()).value(),
        count: body.integer("count", 0..=i32::MAX, OPTIONAL).value(),
        notes: body.text("notes", UNLIMITED, OPTIONAL.or_null().or_blank()).value(),
    };
    body.finish()?;
    // Missing ones have been reported.
    let (Some(category), Some(type_)) = (category, type_) else {
        return Err(ApiError::Validation(Vec::new()));
    };
    Ok(NewService { category, type_, ..new })
}

/// Reads a change of a service.
///
/// # Errors
/// 400 with everything wrong.
pub fn read_update(mut body: Body) -> ApiResult<ServiceChange> {
    let change = ServiceChange {
        category: body.choice("category", CATEGORY, OPTIONAL).value(),
        type_: body.choice("type", ANY_TYPE, OPTIONAL).value(),
        started_at: body.date("started_at", OPTIONAL).value(),
        finished_at: body.date("finished_at", OPTIONAL.blank_is_null()).nullable(),
        count: body.integer("count", 0..=i32::MAX, OPTIONAL).value(),
        notes: body.text("notes", UNLIMITED, OPTIONAL.or_null().or_blank()).nullable(),
        case: body.uuid("issue_id", OPTIONAL).value(),
    };
    body.finish()?;
    Ok(change)
}
