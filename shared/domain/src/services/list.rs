//! The services of a case.

use clerk_store::db::{Connection, schema::core_service};
use diesel::{ExpressionMethods, QueryDsl, SelectableHelper};
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::Service;
use crate::{
    access,
    access::Account,
    error::Result,
    vocabulary::services::{ServiceCategory, ServiceType},
};

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
