//! Values and labels of a party.

use crate::vocabulary::Choices;

/// How a support worker wants to be involved: `core_person.support_contact_preferences`, blank for
/// anybody else.
pub const SUPPORT_CONTACT_PREFERENCES: Choices = Choices(&[
    ("DIRECT_ONLY", "Contact me directly instead of the renter"),
    ("COPY_ME_IN", "Contact the renter directly but copy me into every interaction"),
    ("PERIODIC_UPDATE", "Contact the renter directly but give me a fortnightly update"),
    (
        "FINAL_UPDATE",
        "Contact the renter directly and give me an update only once the matter is finalised.",
    ),
    (
        "RENTER_MIA",
        "Contact the renter directly but you may contact me if you can't contact the renter.",
    ),
]);
