//! Answers about the home.

use clerk_domain::vocabulary::tenancies::{LEASE_TYPE, RENTAL_TYPE};

use super::{parts::ChoiceDisplay, person::PersonAnswers};

section! {
    /// Where they live, and with whom they deal there.
    TenancyAnswers {
        address: String = |it| it.text("ADDRESS"),
        suburb: String = |it| it.text("SUBURB"),
        postcode: String = |it| it.text("POSTCODE"),
        is_on_lease: ChoiceDisplay = |it| it.choice("IS_ON_LEASE", LEASE_TYPE),
        rental_circumstances: ChoiceDisplay = |it| it.choice("RENTAL_CIRCUMSTANCES", RENTAL_TYPE),
        start_date: String = |it| it.date("START_DATE"),
        landlord: PersonAnswers = |it| PersonAnswers::read(it, "LANDLORD"),
        agent: PersonAnswers = |it| PersonAnswers::read(it, "AGENT"),
    }
}
