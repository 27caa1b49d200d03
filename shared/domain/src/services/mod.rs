//! Legal and other work done for a case (table `core_service`).

mod event;
mod rules;

use chrono::{DateTime, NaiveDate, Utc};
use clerk_store::db::{Connection, schema::core_service};
use diesel::{ExpressionMethods, OptionalExtension, QueryDsl, SelectableHelper, insert_into};
use diesel_async::{AsyncConnection, RunQueryDsl};
use uuid::Uuid;

use crate::{
    access,
    access::Account,
    error::{DomainError, Result},
    record::record,
    vocabulary::services::{ServiceCategory, ServiceEventType, ServiceType},
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

/// What the list is narrowed to. `None` means: not at all.
#[derive(Clone, Debug, Default)]
pub struct ServiceFilter {
    /// How they are given.
    pub category: Option<ServiceCategory>,
    /// A type of either category.
    pub type_: Option<ServiceType>,
}

/// The services of a case that were not deleted, the latest first.
///
/// # Errors
/// As [`access::case`].
pub async fn list(
    conn: &mut Connection,
    actor: &Account,
    case: Uuid,
    filter: ServiceFilter,
) -> Result<Vec<Service>> {
    let case = access::case(conn, actor, case).await?;
    let mut services = core_service::table
        .filter(core_service::issue_id.eq(case.id))
        .filter(core_service::is_deleted.eq(false))
        .into_boxed();
    if let Some(category) = filter.category {
        services = services.filter(core_service::category.eq(category));
    }
    if let Some(type_) = filter.type_ {
        services = services.filter(core_service::type_.eq(type_));
    }
    Ok(services
        .order((
            core_service::started_at.desc(),
            core_service::modified_at.desc(),
            core_service::id.desc(),
        ))
        .select(Service::as_select())
        .load(conn)
        .await?)
}

/// A service of a case, unless it was deleted, for somebody who may see the case.
///
/// # Errors
/// As [`access::case`]; [`DomainError::NotFound`] when the case has no such service.
pub async fn find(conn: &mut Connection, actor: &Account, case: Uuid, id: i32) -> Result<Service> {
    let case = access::case(conn, actor, case).await?;
    of_case(conn, case.id, id).await
}

/// A service of a case to which access has been checked.
async fn of_case(conn: &mut Connection, case: Uuid, id: i32) -> Result<Service> {
    core_service::table
        .find(id)
        .filter(core_service::issue_id.eq(case))
        .filter(core_service::is_deleted.eq(false))
        .select(Service::as_select())
        .first(conn)
        .await
        .optional()?
        .ok_or(DomainError::NotFound)
}

/// Adds a service to a case and records it.
///
/// # Errors
/// As [`access::case`]; 403 below coordinator when the case is closed; 400 when something does not fit.
pub async fn create(
    conn: &mut Connection,
    actor: &Account,
    case: Uuid,
    new: NewService,
    now: DateTime<Utc>,
) -> Result<Service> {
    conn.transaction(async |conn| {
        let case = access::lock(conn, actor, case).await?;
        rules::require_open(actor, &case)?;
        let facts = rules::fit(facts(new))?;
        let service: Service = insert_into(core_service::table)
            .values((
                core_service::created_at.eq(now),
                core_service::modified_at.eq(now),
                core_service::issue_id.eq(case.id),
                core_service::is_deleted.eq(false),
                facts,
            ))
            .returning(Service::as_returning())
            .get_result(conn)
            .await?;
        event::record(conn, actor, &service, ServiceEventType::Create, now).await?;
        Ok(service)
    })
    .await
}

fn facts(new: NewService) -> ServiceFacts {
    let count = new.count.unwrap_or(if new.category == ServiceCategory::Ongoing { 1 } else { 0 });
    ServiceFacts {
        category: new.category,
        type_: new.type_,
        started_at: new.started_at,
        finished_at: new.finished_at,
        count,
        notes: new.notes,
    }
}

/// Changes a service of a case and records it. The case is locked, so that no two people change its
/// services at once.
///
/// # Errors
/// As [`super::services::find`]; 403 below coordinator when the case is closed; 400 when something does not fit,
/// or when the service is said to belong to another case.
pub async fn update(
    conn: &mut Connection,
    actor: &Account,
    (case, id): (Uuid, i32),
    input: ServiceInput,
    now: DateTime<Utc>,
) -> Result<Service> {
    conn.transaction(async |conn| {
        let case = access::lock(conn, actor, case).await?;
        let service = of_case(conn, case.id, id).await?;
        rules::require_open(actor, &case)?;
        if input.case.is_some_and(|other| other != case.id) {
            let detail = "A service stays with its case.";
            return Err(DomainError::invalid("issue_id", "invalid", detail));
        }
        let facts = rules::fit(changed(service, input))?;
        let service: Service = diesel::update(core_service::table.find(id))
            .set((core_service::modified_at.eq(now), facts))
            .returning(Service::as_returning())
            .get_result(conn)
            .await?;
        event::record(conn, actor, &service, ServiceEventType::Update, now).await?;
        Ok(service)
    })
    .await
}

/// Whoever says that a service is discrete has to say how often it was given.
fn changed(old: Service, input: ServiceInput) -> ServiceFacts {
    let is_discrete = input.category == Some(ServiceCategory::Discrete);
    let count = input.count.unwrap_or(if is_discrete { 0 } else { old.count });
    ServiceFacts {
        category: input.category.unwrap_or(old.category),
        type_: input.type_.unwrap_or(old.type_),
        started_at: input.started_at.unwrap_or(old.started_at),
        finished_at: input.finished_at.unwrap_or(old.finished_at),
        count,
        notes: input.notes.unwrap_or(old.notes),
    }
}

/// Deletes a service and records it. The row stays, marked as deleted, since its events point to it.
///
/// # Errors
/// As [`super::services::find`]; 403 below coordinator when the case is closed.
pub async fn delete(
    conn: &mut Connection,
    actor: &Account,
    (case, id): (Uuid, i32),
    now: DateTime<Utc>,
) -> Result<()> {
    conn.transaction(async |conn| {
        let case = access::lock(conn, actor, case).await?;
        of_case(conn, case.id, id).await?;
        rules::require_open(actor, &case)?;
        let service: Service = diesel::update(core_service::table.find(id))
            .set((core_service::is_deleted.eq(true), core_service::modified_at.eq(now)))
            .returning(Service::as_returning())
            .get_result(conn)
            .await?;
        event::record(conn, actor, &service, ServiceEventType::Delete, now).await
    })
    .await
}
