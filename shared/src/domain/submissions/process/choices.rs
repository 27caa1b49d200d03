//! The values that the columns may hold. Any other value would break every page that shows the row.

pub(super) const TOPICS: &[&str] = &[
    "REPAIRS",
    "BONDS",
    "EVICTION_ARREARS",
    "EVICTION_RETALIATORY",
    "HEALTH_CHECK",
    "RENT_REDUCTION",
    "OTHER",
];

pub(super) const CALL_TIMES: &[&str] = &["WEEK_DAY", "WEEK_EVENING", "SATURDAY", "SUNDAY"];

pub(super) const ELIGIBILITY_CIRCUMSTANCES: &[&str] = &[
    "HOUSING",
    "SINGLE_PARENT",
    "MENTAL_ILLNESS",
    "INTELLECTUAL_DISABILITY",
    "PHYSICAL_DISABILITY",
    "VISA",
    "FAMILY_VIOLENCE",
    "UNEXPECTED_CIRCUMSTANCE",
    "SUBSTANCE_ABUSE",
    "ABORIGINAL_OR_TORRES_STRAIT",
    "RENTING",
    "STRUGGLING",
];

pub(super) const ABORIGINAL_OR_TORRES_STRAIT_ISLANDER: &[&str] = &[
    "NO",
    "YES_ABORIGINAL",
    "YES_TSI",
    "YES_ABORIGINAL_AND_TSI",
    "YES_CONFIRM",
    "PREFER_NOT_TO_ANSWER",
    "NOT_STATED",
];

pub(super) const INTERPRETER: &[&str] =
    &["NO", "YES_WRITTEN", "YES_SPOKEN", "YES_WRITTEN_SPOKEN", "YES_CONFIRM", "UNKNOWN"];

pub(super) const LEASE: &[&str] = &["YES", "NO", "VERBAL"];

pub(super) const RENTAL_CIRCUMSTANCES: &[&str] =
    &["SOLO", "FLATMATES", "PARTNER", "FAMILY", "OTHER"];

pub(super) const EMPLOYMENT: &[&str] = &[
    "WORKING_FULL_TIME",
    "WORKING_PART_TIME",
    "WORKING_CASUALLY",
    "WORKING_TEMPORARY",
    "STUDENT",
    "APPRENTICE",
    "RETIRED",
    "PARENT",
    "TEMPORARILY_UNABLE",
    "LOOKING_FOR_WORK",
    "NOT_LOOKING_FOR_WORK",
    "INCOME_REDUCED_COVID",
    "UNEMPLOYED",
];

pub(super) const INCOME: &[&str] = &[
    "UNDER_40K",
    "FROM_40K_TO_64K",
    "FROM_65K_TO_89K",
    "FROM_90K_TO_114K",
    "FROM_115K_TO_139K",
    "FROM_140K_TO_155K",
    "OVER_155K",
];

pub(super) const REFERRER: &[&str] = &[
    "LEGAL_CENTRE",
    "COMMUNITY_ORGANISATION",
    "SEARCH",
    "SOCIAL_MEDIA",
    "WORD_OF_MOUTH",
    "ONLINE_AD",
    "HOUSING_SERVICE",
    "RADIO",
    "BILLBOARD",
    "POSTER",
    "RETURNING_CLIENT",
];

pub(super) const SUPPORT_CONTACT: &[&str] =
    &["DIRECT_ONLY", "COPY_ME_IN", "PERIODIC_UPDATE", "FINAL_UPDATE", "RENTER_MIA"];
