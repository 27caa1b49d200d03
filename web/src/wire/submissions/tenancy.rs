//! Answers about the home.

use clerk_domain::vocabulary::tenancies::{LEASE_TYPE, RENTAL_TYPE};

use super::{parts::ChoiceDisplay, person::PersonAnswers};

section! {
    /// Where they live, and with whom they deal there.
    TenancyAnswers {
        address: String = |answers| answers.text("ADDRESS"),
        suburb: String = |answers| answers.text("SUBURB"),
        postcode: String = |answers| answers.text("POSTCODE"),
        is_on_lease: ChoiceDisplay = |answers| answers.choice("IS_ON_LEASE", LEASE_TYPE),
        rental_circumstances: ChoiceDisplay = |answers| answers.choice("RENTAL_CIRCUMSTANCES", RENTAL_TYPE),
        start_date: String = |answers| answers.date("START_DATE"),
        landlord: PersonAnswers = |answers| PersonAnswers::read(answers, "LANDLORD"),
        agent: PersonAnswers = |answers| PersonAnswers::read(answers, "AGENT"),
    }
}
