//! What the intake form sends: all its keys, null where a question was not asked or was skipped.

use serde_json::{Value, json};
use uuid::Uuid;

/// Every key, in the order of the questions.
pub const KEYS: [&str; 105] = [
    "INTRO",
    "IS_VICTORIAN_TENANT",
    "FIRST_NAME",
    "LAST_NAME",
    "PREFERRED_NAME",
    "EMAIL",
    "PHONE",
    "AVAILABILITY",
    "POSTCODE",
    "ISSUES",
    "PRE_EVICTION_NOTICE",
    "ELIGIBILITY_INTRO",
    "CENTRELINK_SUPPORT",
    "NUMBER_OF_DEPENDENTS",
    "WEEKLY_HOUSEHOLD_INCOME",
    "ELIGIBILITY_CIRCUMSTANCES",
    "INELIGIBLE_CHOICE",
    "ELIGIBILITY_NOTES",
    "REPAIRS_INTRO",
    "REPAIRS_ISSUE_PHOTO",
    "REPAIRS_ISSUE_START",
    "REPAIRS_VCAT",
    "REPAIRS_APPLIED_VCAT",
    "EVICTION_ARREARS_INTRO",
    "EVICTION_ARREARS_IS_ALREADY_REMOVED",
    "EVICTION_ARREARS_HAS_NOTICE",
    "EVICTION_ARREARS_DOCUMENTS_UPLOAD",
    "EVICTION_ARREARS_IS_UNPAID_RENT",
    "EVICTION_ARREARS_IS_VCAT_DATE",
    "EVICTION_ARREARS_VCAT_DATE",
    "EVICTION_ARREARS_NOTICE_VACATE_DATE",
    "EVICTION_ARREARS_NOTICE_SEND_DATE",
    "EVICTION_ARREARS_DOC_DELIVERY_TIME_NOTICE_TO_VACATE",
    "EVICTION_ARREARS_PAYMENT_FAIL_REASON",
    "EVICTION_ARREARS_PAYMENT_FAIL_DESCRIPTION",
    "EVICTION_RETALIATORY_INTRO",
    "EVICTION_RETALIATORY_IS_ALREADY_REMOVED",
    "EVICTION_RETALIATORY_HAS_NOTICE",
    "EVICTION_RETALIATORY_DOCUMENTS_UPLOAD",
    "EVICTION_RETALIATORY_DATE_RECEIVED_NTV",
    "EVICTION_RETALIATORY_NTV_TYPE",
    "EVICTION_RETALIATORY_RETALIATORY_REASON",
    "EVICTION_RETALIATORY_RETALIATORY_REASON_OTHER",
    "EVICTION_RETALIATORY_VCAT_HEARING",
    "EVICTION_RETALIATORY_VCAT_HEARING_DATE",
    "EVICTION_RETALIATORY_TERMINATION_DATE",
    "BONDS_INTRO",
    "BONDS_MOVE_OUT_DATE",
    "BOND_RTBA",
    "BONDS_LANDLORD_INTENTS_TO_MAKE_CLAIM",
    "BONDS_HAS_LANDLORD_MADE_RTBA_APPLICATION",
    "BONDS_TENANT_HAS_RTBA_APPLICATION_COPY",
    "BONDS_RTBA_APPLICATION_UPLOAD",
    "BONDS_CLAIM_REASONS",
    "BONDS_DAMAGE_INTRO",
    "BONDS_DAMAGE_CLAIM_DESCRIPTION",
    "BONDS_DAMAGE_CLAIM_AMOUNT",
    "BONDS_DAMAGE_CAUSED_BY_TENANT",
    "BONDS_DAMAGE_QUOTE_UPLOAD",
    "BONDS_MONEY_OWED_INTRO",
    "BONDS_MONEY_OWED_CLAIM_DESCRIPTION",
    "BONDS_MONEY_OWED_CLAIM_AMOUNT",
    "BONDS_MONEY_IS_OWED_BY_TENANT",
    "BONDS_CLEANING_INTRO",
    "BONDS_CLEANING_CLAIM_DESCRIPTION",
    "BONDS_CLEANING_CLAIM_AMOUNT",
    "BONDS_CLEANING_DOCUMENT_UPLOADS",
    "BONDS_LOCKS_INTRO",
    "BONDS_LOCKS_CLAIM_AMOUNT",
    "BONDS_LOCKS_CHANGED_BY_TENANT",
    "BONDS_LOCKS_CHANGE_QUOTE",
    "BONDS_OTHER_INTRO",
    "BONDS_OTHER_REASONS_DESCRIPTION",
    "BONDS_OTHER_REASONS_AMOUNT",
    "PROPERTY_INTRO",
    "RENTAL_CIRCUMSTANCES",
    "IS_ON_LEASE",
    "START_DATE",
    "SUBURB",
    "ADDRESS",
    "WEEKLY_RENT",
    "PROPERTY_MANAGER_INTRO",
    "PROPERTY_MANAGER_IS_AGENT",
    "AGENT_NAME",
    "AGENT_ADDRESS",
    "AGENT_EMAIL",
    "AGENT_PHONE",
    "LANDLORD_NAME",
    "LANDLORD_ADDRESS",
    "LANDLORD_EMAIL",
    "LANDLORD_PHONE",
    "IMPACT_INTRO",
    "DOB",
    "GENDER",
    "IS_ABORIGINAL_OR_TORRES_STRAIT_ISLANDER",
    "CAN_SPEAK_NON_ENGLISH",
    "INTERPRETER",
    "FIRST_LANGUAGE",
    "WORK_OR_STUDY_CIRCUMSTANCES",
    "REFERRER_TYPE",
    "LEGAL_CENTRE_REFERRER",
    "HOUSING_SERVICE_REFERRER",
    "COMMUNITY_ORGANISATION_REFERRER",
    "SOCIAL_REFERRER",
    "SUBMIT",
];

/// A set of answers without any answer.
pub fn unanswered() -> Value {
    KEYS.iter().map(|&key| (key.to_owned(), Value::Null)).collect()
}

/// The same answers with some changed.
pub fn with(mut answers: Value, changes: Value) -> Value {
    for (key, value) in changes.as_object().unwrap() {
        answers[key] = value.clone();
    }
    answers
}

/// The answer to an upload question.
pub fn files(ids: &[Uuid]) -> Value {
    let file = |id: &Uuid| json!({"id": id, "file": format!("https://example.org/files/{id}.jpg"), "issue": null});
    ids.iter().map(file).collect()
}

/// A tenant who waits for repairs, rents through an agent, and speaks Vietnamese at home.
pub fn repairs(email: &str, photos: &[Uuid]) -> Value {
    with(
        person(email),
        json!({
            "ISSUES": "REPAIRS",
            "REPAIRS_ISSUE_PHOTO": files(photos),
            "REPAIRS_ISSUE_START": "2026-09-28",
            "REPAIRS_VCAT": ["Landlord", "Breaches"],
            "PROPERTY_MANAGER_IS_AGENT": true,
            "AGENT_NAME": "harcourt & daughters real estate",
            "AGENT_ADDRESS": "12 Sydney Road, Brunswick VIC 3056",
            "AGENT_EMAIL": "rentals@harcourt-daughters.example",
            "AGENT_PHONE": "03 9555 0144",
            "LANDLORD_NAME": "MARGARET O'NEIL",
            "CAN_SPEAK_NON_ENGLISH": true,
            "INTERPRETER": "YES_SPOKEN",
            "FIRST_LANGUAGE": "Vietnamese",
        }),
    )
}

/// A former tenant whose landlord claims the bond for damage, cleaning and locks. No agent.
pub fn bonds(email: &str, application: &[Uuid], quotes: &[Uuid]) -> Value {
    with(
        person(email),
        json!({
            "ISSUES": "BONDS",
            "BONDS_MOVE_OUT_DATE": "2026-10-30",
            "BOND_RTBA": true,
            "BONDS_LANDLORD_INTENTS_TO_MAKE_CLAIM": true,
            "BONDS_HAS_LANDLORD_MADE_RTBA_APPLICATION": true,
            "BONDS_TENANT_HAS_RTBA_APPLICATION_COPY": true,
            "BONDS_RTBA_APPLICATION_UPLOAD": files(application),
            "BONDS_CLAIM_REASONS": ["Damage", "Cleaning", "Locks and security devices"],
            "BONDS_DAMAGE_CLAIM_DESCRIPTION": "A cracked tile in the laundry.",
            "BONDS_DAMAGE_CLAIM_AMOUNT": 640,
            "BONDS_DAMAGE_CAUSED_BY_TENANT": false,
            "BONDS_DAMAGE_QUOTE_UPLOAD": files(quotes),
            "BONDS_CLEANING_CLAIM_DESCRIPTION": "They say the oven was dirty.",
            "BONDS_CLEANING_CLAIM_AMOUNT": 220,
            "BONDS_LOCKS_CLAIM_AMOUNT": 95,
            "BONDS_LOCKS_CHANGED_BY_TENANT": true,
            "PROPERTY_MANAGER_IS_AGENT": false,
            "LANDLORD_NAME": "Stavros Economou",
            "LANDLORD_ADDRESS": "4 Bell Street, Preston VIC 3072",
            "LANDLORD_EMAIL": "stavros@economou.example",
            "LANDLORD_PHONE": "0400 555 019",
            "REFERRER_TYPE": "SOCIAL_MEDIA",
            "LEGAL_CENTRE_REFERRER": null,
            "SOCIAL_REFERRER": "Instagram",
        }),
    )
}

/// A tenant who got a notice to vacate after asking for repairs.
pub fn eviction_retaliatory(email: &str, notices: &[Uuid]) -> Value {
    with(
        person(email),
        json!({
            "ISSUES": "EVICTION_RETALIATORY",
            "EVICTION_RETALIATORY_IS_ALREADY_REMOVED": false,
            "EVICTION_RETALIATORY_HAS_NOTICE": true,
            "EVICTION_RETALIATORY_DOCUMENTS_UPLOAD": files(notices),
            "EVICTION_RETALIATORY_DATE_RECEIVED_NTV": "2026-11-02",
            "EVICTION_RETALIATORY_NTV_TYPE": "91ZZA - Moving in",
            "EVICTION_RETALIATORY_RETALIATORY_REASON": ["Repairs", "Other"],
            "EVICTION_RETALIATORY_RETALIATORY_REASON_OTHER": "I joined the tenants' union.",
            "EVICTION_RETALIATORY_VCAT_HEARING": true,
            "EVICTION_RETALIATORY_VCAT_HEARING_DATE": "2026-12-09",
            "EVICTION_RETALIATORY_TERMINATION_DATE": "2027-01-15",
            "PROPERTY_MANAGER_IS_AGENT": false,
            "REFERRER_TYPE": "WORD_OF_MOUTH",
            "LEGAL_CENTRE_REFERRER": null,
            "IS_ON_LEASE": "VERBAL",
            "WORK_OR_STUDY_CIRCUMSTANCES": null,
            "ELIGIBILITY_CIRCUMSTANCES": null,
            "CENTRELINK_SUPPORT": false,
            "WEEKLY_HOUSEHOLD_INCOME": 1900,
            "INELIGIBLE_CHOICE": true,
            "ELIGIBILITY_NOTES": "My hours change every week.",
            "PREFERRED_NAME": null,
            "GENDER": "agender",
        }),
    )
}

/// What everybody is asked.
fn person(email: &str) -> Value {
    with(
        unanswered(),
        json!({
            "IS_VICTORIAN_TENANT": true,
            "FIRST_NAME": "Linh",
            "LAST_NAME": "Tran",
            "PREFERRED_NAME": "Lin",
            "EMAIL": email,
            "PHONE": "0491 570 156",
            "AVAILABILITY": ["WEEK_EVENING", "SATURDAY"],
            "POSTCODE": 3056,
            "CENTRELINK_SUPPORT": true,
            "NUMBER_OF_DEPENDENTS": 2,
            "ELIGIBILITY_CIRCUMSTANCES": ["SINGLE_PARENT", "STRUGGLING"],
            "RENTAL_CIRCUMSTANCES": "FAMILY",
            "IS_ON_LEASE": "YES",
            "START_DATE": "2023-02-01",
            "SUBURB": "Brunswick",
            "ADDRESS": "3/45 Albion Street",
            "WEEKLY_RENT": 410,
            "DOB": "1991-07-04",
            "GENDER": "FEMALE",
            "IS_ABORIGINAL_OR_TORRES_STRAIT_ISLANDER": "NO",
            "CAN_SPEAK_NON_ENGLISH": false,
            "WORK_OR_STUDY_CIRCUMSTANCES": "WORKING_PART_TIME",
            "REFERRER_TYPE": "LEGAL_CENTRE",
            "LEGAL_CENTRE_REFERRER": "Justice Connect",
        }),
    )
}
