//! Answers about the case. Some questions had other keys in older forms.

use clerk_domain::vocabulary::cases::{EMPLOYMENT_TYPE, INCOME_RANGE, REFERRER_TYPE, TOPIC};

use super::{
    parts::{Amount, ChoiceDisplay},
    person::PersonAnswers,
};

section! {
    /// What the case is about, what they earn and how they found us.
    IssueAnswers {
        issues: Vec<ChoiceDisplay> = |it| it.choices("ISSUES", TOPIC),
        weekly_income: Amount = |it| {
            it.first_amount(&["WEEKLY_HOUSEHOLD_INCOME", "WEEKLY_INCOME_MULTI", "WEEKLY_INCOME"])
        },
        annual_income_range: ChoiceDisplay = |it| it.choice("ANNUAL_INCOME_RANGE", INCOME_RANGE),
        employment_status: Vec<ChoiceDisplay> = |it| {
            it.choices("WORK_OR_STUDY_CIRCUMSTANCES", EMPLOYMENT_TYPE)
        },
        referrer: String = |it| it.first_text(&[
            "SOCIAL_REFERRER",
            "COMMUNITY_ORGANISATION_REFERRER",
            "HOUSING_SERVICE_REFERRER",
            "LEGAL_CENTRE_REFERRER",
        ]),
        referrer_type: ChoiceDisplay = |it| it.choice("REFERRER_TYPE", REFERRER_TYPE),
        weekly_rent: Amount = |it| it.first_amount(&["WEEKLY_RENT", "WEEKLY_RENT_MULTI"]),
        support_worker: PersonAnswers = |it| PersonAnswers::read(it, "SUPPORT_WORKER"),
    }
}
