//! Answers about the client.

use clerk_domain::vocabulary::{
    Choices,
    clients::{
        ABORIGINAL_OR_TORRES_STRAIT_ISLANDER, CALL_TIME, ELIGIBILITY_CIRCUMSTANCE,
        REQUIRES_INTERPRETER,
    },
};

use super::parts::{Amount, BooleanYesNo, ChoiceDisplay};

/// What an older form asked instead of today's circumstances.
const SPECIAL_CIRCUMSTANCES: Choices = Choices(&[
    ("CENTRELINK", "Centrelink payment or concession card holder"),
    ("FAMILY_VIOLENCE", "Experiencing or at risk of family violence"),
    ("HEALTH_CONDITION", "Long-term health condition or disability that affects work or education"),
    ("MENTAL_ILLNESS_OR_DISABILITY", "Mental illness or intellectual disability"),
    ("PUBLIC_HOUSING", "Public or community housing"),
    ("REFUGEE", "Refugee or asylum seeker status"),
    ("SINGLE_PARENT", "Single parent"),
]);

section! {
    /// Who they are.
    ClientAnswers {
        first_name: String = |answers| answers.text("FIRST_NAME"),
        last_name: String = |answers| answers.text("LAST_NAME"),
        preferred_name: String = |answers| answers.text("PREFERRED_NAME"),
        email: String = |answers| answers.text("EMAIL"),
        date_of_birth: String = |answers| answers.date("DOB"),
        phone_number: String = |answers| answers.text("PHONE"),
        gender: String = |answers| answers.text("GENDER"),
        centrelink_support: BooleanYesNo = |answers| answers.yes_no("CENTRELINK_SUPPORT"),
        eligibility_notes: String = |answers| answers.text("ELIGIBILITY_NOTES"),
        requires_interpreter: ChoiceDisplay = |answers| answers.choice("INTERPRETER", REQUIRES_INTERPRETER),
        primary_language_non_english: BooleanYesNo = |answers| answers.yes_no("CAN_SPEAK_NON_ENGLISH"),
        primary_language: String = |answers| answers.text("FIRST_LANGUAGE"),
        is_aboriginal_or_torres_strait_islander: ChoiceDisplay = |answers| answers.choice(
            "IS_ABORIGINAL_OR_TORRES_STRAIT_ISLANDER",
            ABORIGINAL_OR_TORRES_STRAIT_ISLANDER,
        ),
        number_of_dependents: Amount = |answers| answers.amount("NUMBER_OF_DEPENDENTS"),
        eligibility_circumstances: Vec<ChoiceDisplay> = |answers| {
            answers.choices("ELIGIBILITY_CIRCUMSTANCES", ELIGIBILITY_CIRCUMSTANCE)
        },
        call_times: Vec<ChoiceDisplay> = |answers| answers.choices("AVAILABILITY", CALL_TIME),
        special_circumstances: Vec<ChoiceDisplay> = |answers| {
            answers.choices("SPECIAL_CIRCUMSTANCES", SPECIAL_CIRCUMSTANCES)
        },
    }
}
