//! Values and labels of a tenancy.

use crate::vocabulary::Choices;

/// `core_tenancy.is_on_lease`, blank when not known.
pub const LEASE_TYPE: Choices =
    Choices(&[("YES", "Yes"), ("NO", "No"), ("VERBAL", "A verbal agreement")]);

/// `core_tenancy.rental_circumstances`, blank when not known.
pub const RENTAL_TYPE: Choices = Choices(&[
    ("SOLO", "Renting solo"),
    ("FLATMATES", "Renting with flatmates"),
    ("PARTNER", "Renting with a partner"),
    ("FAMILY", "Renting with family"),
    ("OTHER", "Other"),
]);
