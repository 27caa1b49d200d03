//! Answers about the case. Some questions had other keys in older forms.

use clerk_domain::vocabulary::cases::{EMPLOYMENT_TYPE, INCOME_RANGE, REFERRER_TYPE, Topic};

use super::{
    parts::{Amount, ChoiceDisplay},
    person::PersonAnswers,
};

section! {
    /// What the case is about, what they earn and how they found us.
    IssueAnswers {
        issues: Vec<ChoiceDisplay> = |answers| answers.choices("ISSUES", Topic::CHOICES),
        weekly_income: Amount = |answers| {
            answers.first_amount(&["WEEKLY_HOUSEHOLD_INCOME", "WEEKLY_INCOME_MULTI", "WEEKLY_INCOME"])
        },
        annual_income_range: ChoiceDisplay = |answers| answers.choice("ANNUAL_INCOME_RANGE", INCOME_RANGE),
        employment_status: Vec<ChoiceDisplay> = |answers| {
            answers.choices("WORK_OR_STUDY_CIRCUMSTANCES", EMPLOYMENT_TYPE)
        },
        referrer: String = |answers| answers.first_text(&[
            "SOCIAL_REFERRER",
            "COMMUNITY_ORGANISATION_REFERRER",
            "HOUSING_SERVICE_REFERRER",
            "LEGAL_CENTRE_REFERRER",
        ]),
        referrer_type: ChoiceDisplay = |answers| answers.choice("REFERRER_TYPE", REFERRER_TYPE),
        weekly_rent: Amount = |answers| answers.first_amount(&["WEEKLY_RENT", "WEEKLY_RENT_MULTI"]),
        support_worker: PersonAnswers = |answers| PersonAnswers::read(answers, "SUPPORT_WORKER"),
    }
}
