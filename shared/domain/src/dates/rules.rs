//! What has to hold for a critical date.

use chrono::NaiveDate;

use super::DateFacts;
use crate::{
    access::{Account, Role},
    error::{DomainError, Result},
    vocabulary::dates::DateType,
};

/// Whether a date was reviewed is for admins and better to say.
///
/// # Errors
/// 403 for everybody else, whatever they say.
pub fn require_reviewer(actor: &Account, is_reviewed: Option<bool>) -> Result<()> {
    if is_reviewed.is_none() || actor.role.is_at_least(Role::Admin) {
        return Ok(());
    }
    Err(DomainError::forbidden())
}

/// A critical date lies ahead when it is set.
///
/// # Errors
/// 400 for a date before today.
pub fn not_past(date: NaiveDate, today: NaiveDate) -> Result<()> {
    if date >= today {
        return Ok(());
    }
    Err(DomainError::invalid("date", "invalid", "The date has passed already."))
}

/// A hearing has a type and a place.
///
/// # Errors
/// 400 for the first of the two that is blank.
pub fn require_hearing(hearing_type: &str, hearing_location: &str) -> Result<()> {
    let fields = [("hearing_type", hearing_type), ("hearing_location", hearing_location)];
    match fields.into_iter().find(|(_, value)| value.is_empty()) {
        Some((name, _)) => Err(DomainError::invalid(name, "invalid", "A hearing needs this.")),
        None => Ok(()),
    }
}

/// Only hearings keep what is said about a hearing.
pub fn fit(facts: DateFacts) -> DateFacts {
    if facts.type_ == DateType::HearingListed {
        return facts;
    }
    DateFacts { hearing_type: String::new(), hearing_location: String::new(), ..facts }
}
