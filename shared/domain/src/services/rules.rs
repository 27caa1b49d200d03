//! What has to hold for a service.

use super::ServiceFacts;
use crate::{
    access::{Account, CaseRow, Role, is_closed},
    error::{DomainError, Result},
    vocabulary::services::ServiceCategory,
};

/// The services of a closed case are for coordinators and better to change.
///
/// # Errors
/// 403 for everybody else.
pub fn require_open(actor: &Account, case: &CaseRow) -> Result<()> {
    if !is_closed(case) || actor.role.is_at_least(Role::Coordinator) {
        return Ok(());
    }
    Err(DomainError::Refused {
        code: "permission_denied",
        detail: "The case is closed, so its services stay as they are.".into(),
    })
}

/// Brings a service into the shape that its category asks for. An ongoing service counts once.
///
/// # Errors
/// The first thing that does not fit.
pub fn fit(facts: ServiceFacts) -> Result<ServiceFacts> {
    let is_ongoing = facts.category == ServiceCategory::Ongoing;
    let types = facts.category.types();
    if !types.contains(facts.type_.code()) {
        let values: Vec<&str> = types.0.iter().map(|(value, _)| *value).collect();
        let detail = format!("The types of this category are: {}.", values.join(", "));
        return Err(DomainError::invalid("type", "invalid", detail));
    }
    if facts.category == ServiceCategory::Discrete && facts.count < 1 {
        let detail = "A discrete service needs a count of at least 1.";
        return Err(DomainError::invalid("count", "invalid", detail));
    }
    if facts.finished_at.is_some_and(|finished| finished < facts.started_at) {
        let detail = "A service cannot end before it begins.";
        return Err(DomainError::invalid("finished_at", "invalid", detail));
    }
    let count = if is_ongoing { 1 } else { facts.count };
    Ok(ServiceFacts { count, ..facts })
}
