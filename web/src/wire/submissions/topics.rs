//! Answers to the questions of each topic.

use clerk_domain::vocabulary::{Choices, cases::Topic};
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    parts::{Amount, BooleanYesNo, ChoiceDisplay, SubmissionFile},
    reader::Reader,
};

/// What was done about the repairs so far.
const REPAIR_ACTION: Choices = Choices(&[
    ("Landlord", "Informed RP"),
    ("Breaches", "Issued breach notice"),
    ("CAV", "Applied to CAV"),
    ("APPLIED_VCAT", "Applied to VCAT"),
]);

/// Whether paying the rent off is possible.
const PAYMENT_PLAN: Choices = Choices(&[
    ("YES", "Yes"),
    ("NO", "No"),
    ("DISCUSS_OVER_PHONE", "Would like to discuss over phone"),
]);

/// Answers by topic. A topic that the case is not about is not there; one without any answer is null.
#[derive(Debug, Default, Serialize, ToSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub struct TopicAnswers {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub repairs: Option<Option<RepairsAnswers>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bonds: Option<Option<BondsAnswers>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub eviction_arrears: Option<Option<EvictionArrearsAnswers>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub eviction_retaliatory: Option<Option<EvictionRetaliatoryAnswers>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rent_reduction: Option<Option<RentReductionAnswers>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub health_check: Option<Option<HealthCheckAnswers>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub other: Option<Option<OtherAnswers>>,
}

impl TopicAnswers {
    /// Reads the questions of the topics that the case is about; nothing without any answer.
    pub(super) fn read(answers: &Reader<'_>) -> Option<Self> {
        let topics = answers.texts("ISSUES").unwrap_or_default();
        let is_about = |topic: Topic| topics.iter().any(|other| other == topic.code());
        macro_rules! topic {
            ($topic:ident, $section:ident) => {
                is_about(Topic::$topic).then(|| $section::read(answers))
            };
        }
        let sections = Self {
            repairs: topic!(Repairs, RepairsAnswers),
            bonds: topic!(Bonds, BondsAnswers),
            eviction_arrears: topic!(EvictionArrears, EvictionArrearsAnswers),
            eviction_retaliatory: topic!(EvictionRetaliatory, EvictionRetaliatoryAnswers),
            rent_reduction: topic!(RentReduction, RentReductionAnswers),
            health_check: topic!(HealthCheck, HealthCheckAnswers),
            other: topic!(Other, OtherAnswers),
        };
        let is_answered = matches!(sections.repairs, Some(Some(_)))
            || matches!(sections.bonds, Some(Some(_)))
            || matches!(sections.eviction_arrears, Some(Some(_)))
            || matches!(sections.eviction_retaliatory, Some(Some(_)))
            || matches!(sections.rent_reduction, Some(Some(_)))
            || matches!(sections.health_check, Some(Some(_)))
            || matches!(sections.other, Some(Some(_)));
        is_answered.then_some(sections)
    }
}

section! {
    /// Repairs.
    RepairsAnswers {
        issue_start: String = |answers| answers.date("REPAIRS_ISSUE_START"),
        issue_photos: Vec<SubmissionFile> = |answers| answers.files("REPAIRS_ISSUE_PHOTO"),
        applied_vcat: BooleanYesNo = |answers| answers.yes_no("REPAIRS_APPLIED_VCAT"),
        vcat: Vec<ChoiceDisplay> = |answers| answers.choices("REPAIRS_VCAT", REPAIR_ACTION),
        issue_description: BooleanYesNo = |answers| answers.yes_no("REPAIRS_ISSUE_DESCRIPTION"),
        required: Vec<String> = |answers| answers.texts("REPAIRS_REQUIRED"),
    }
}

section! {
    /// A bond that is not paid back.
    BondsAnswers {
        claim_reasons: Vec<String> = |answers| answers.texts("BONDS_CLAIM_REASONS"),
        cleaning_claim_amount: Amount = |answers| answers.amount("BONDS_CLEANING_CLAIM_AMOUNT"),
        cleaning_claim_description: String = |answers| answers.text("BONDS_CLEANING_CLAIM_DESCRIPTION"),
        cleaning_documents: Vec<SubmissionFile> = |answers| answers.files("BONDS_CLEANING_DOCUMENT_UPLOADS"),
        damage_caused_by_tenant: BooleanYesNo = |answers| answers.yes_no("BONDS_DAMAGE_CAUSED_BY_TENANT"),
        damage_claim_amount: Amount = |answers| answers.amount("BONDS_DAMAGE_CLAIM_AMOUNT"),
        damage_claim_description: String = |answers| answers.text("BONDS_DAMAGE_CLAIM_DESCRIPTION"),
        damage_quote: Vec<SubmissionFile> = |answers| answers.files("BONDS_DAMAGE_QUOTE_UPLOAD"),
        has_landlord_made_rtba_application: BooleanYesNo = |answers| answers.yes_no("BONDS_HAS_LANDLORD_MADE_RTBA_APPLICATION"),
        landlord_intents_to_make_claim: BooleanYesNo = |answers| answers.yes_no("BONDS_LANDLORD_INTENTS_TO_MAKE_CLAIM"),
        locks_changed_by_tenant: BooleanYesNo = |answers| answers.yes_no("BONDS_LOCKS_CHANGED_BY_TENANT"),
        locks_claim_amount: Amount = |answers| answers.amount("BONDS_LOCKS_CLAIM_AMOUNT"),
        locks_change_quote: Vec<SubmissionFile> = |answers| answers.files("BONDS_LOCKS_CHANGE_QUOTE"),
        money_is_owed_by_tenant: BooleanYesNo = |answers| answers.yes_no("BONDS_MONEY_IS_OWED_BY_TENANT"),
        money_owed_claim_amount: Amount = |answers| answers.amount("BONDS_MONEY_OWED_CLAIM_AMOUNT"),
        money_owed_claim_description: String = |answers| answers.text("BONDS_MONEY_OWED_CLAIM_DESCRIPTION"),
        move_out_date: String = |answers| answers.date("BONDS_MOVE_OUT_DATE"),
        other_reasons_amount: Amount = |answers| answers.amount("BONDS_OTHER_REASONS_AMOUNT"),
        other_reasons_description: String = |answers| answers.text("BONDS_OTHER_REASONS_DESCRIPTION"),
        tenant_has_rtba_application_copy: BooleanYesNo = |answers| answers.yes_no("BONDS_TENANT_HAS_RTBA_APPLICATION_COPY"),
        rtba_application: Vec<SubmissionFile> = |answers| answers.files("BONDS_RTBA_APPLICATION_UPLOAD"),
    }
}

section! {
    /// An eviction over unpaid rent. Today's form asks the first eleven.
    EvictionArrearsAnswers {
        doc_delivery_time_notice_to_vacate: String = |answers| answers.date("EVICTION_ARREARS_DOC_DELIVERY_TIME_NOTICE_TO_VACATE"),
        has_notice: BooleanYesNo = |answers| answers.yes_no("EVICTION_ARREARS_HAS_NOTICE"),
        is_already_removed: BooleanYesNo = |answers| answers.yes_no("EVICTION_ARREARS_IS_ALREADY_REMOVED"),
        is_unpaid_rent: BooleanYesNo = |answers| answers.yes_no("EVICTION_ARREARS_IS_UNPAID_RENT"),
        is_vcat_date: BooleanYesNo = |answers| answers.yes_no("EVICTION_ARREARS_IS_VCAT_DATE"),
        notice_send_date: String = |answers| answers.date("EVICTION_ARREARS_NOTICE_SEND_DATE"),
        notice_vacate_date: String = |answers| answers.date("EVICTION_ARREARS_NOTICE_VACATE_DATE"),
        payment_fail_description: String = |answers| answers.text("EVICTION_ARREARS_PAYMENT_FAIL_DESCRIPTION"),
        payment_fail_reason: Vec<String> = |answers| answers.texts("EVICTION_ARREARS_PAYMENT_FAIL_REASON"),
        vcat_date: String = |answers| answers.date("EVICTION_ARREARS_VCAT_DATE"),
        documents: Vec<SubmissionFile> = |answers| answers.files("EVICTION_ARREARS_DOCUMENTS_UPLOAD"),
        can_afford_payment_plan: ChoiceDisplay = |answers| answers.choice("EVICTION_ARREARS_CAN_AFFORD_PAYMENT_PLAN", PAYMENT_PLAN),
        documents_provided: Vec<String> = |answers| answers.texts("EVICTION_ARREARS_DOCUMENTS_PROVIDED"),
        delivery_method_notice_to_vacate: String = |answers| answers.text("EVICTION_ARREARS_DOC_DELIVERY_METHOD_NOTICE_TO_VACATE"),
        delivery_method_other_docs: String = |answers| answers.text("EVICTION_ARREARS_DOC_DELIVERY_METHOD_OTHER_DOCS"),
        delivery_method_possession_order: String = |answers| answers.text("EVICTION_ARREARS_DOC_DELIVERY_METHOD_POSSESSION_ORDER"),
        doc_delivery_time_other_docs: String = |answers| answers.date("EVICTION_ARREARS_DOC_DELIVERY_TIME_OTHER_DOCS"),
        is_on_payment_plan: BooleanYesNo = |answers| answers.yes_no("EVICTION_ARREARS_IS_ON_PAYMENT_PLAN"),
        miscellaneous: String = |answers| answers.text("EVICTION_ARREARS_MISC"),
        payment_amount: Amount = |answers| answers.amount("EVICTION_ARREARS_PAYMENT_AMOUNT"),
        payment_fail_change: String = |answers| answers.text("EVICTION_ARREARS_PAYMENT_FAIL_CHANGE"),
        rent_cycle: String = |answers| answers.text("EVICTION_ARREARS_RENT_CYCLE"),
        rent_unpaid: Amount = |answers| answers.amount("EVICTION_ARREARS_RENT_UNPAID"),
    }
}

section! {
    /// An eviction in return for standing up for oneself.
    EvictionRetaliatoryAnswers {
        date_received_ntv: String = |answers| answers.date("EVICTION_RETALIATORY_DATE_RECEIVED_NTV"),
        has_notice: BooleanYesNo = |answers| answers.yes_no("EVICTION_RETALIATORY_HAS_NOTICE"),
        is_already_removed: BooleanYesNo = |answers| answers.yes_no("EVICTION_RETALIATORY_IS_ALREADY_REMOVED"),
        ntv_type: String = |answers| answers.text("EVICTION_RETALIATORY_NTV_TYPE"),
        retaliatory_reason: Vec<String> = |answers| answers.texts("EVICTION_RETALIATORY_RETALIATORY_REASON"),
        retaliatory_reason_other: String = |answers| answers.text("EVICTION_RETALIATORY_RETALIATORY_REASON_OTHER"),
        termination_date: String = |answers| answers.date("EVICTION_RETALIATORY_TERMINATION_DATE"),
        vcat_hearing: BooleanYesNo = |answers| answers.yes_no("EVICTION_RETALIATORY_VCAT_HEARING"),
        vcat_hearing_date: String = |answers| answers.date("EVICTION_RETALIATORY_VCAT_HEARING_DATE"),
        documents: Vec<SubmissionFile> = |answers| answers.files("EVICTION_RETALIATORY_DOCUMENTS_UPLOAD"),
    }
}

section! {
    /// A reduction of the rent.
    RentReductionAnswers {
        issues: Vec<String> = |answers| answers.texts("RENT_REDUCTION_ISSUES"),
        issue_description: String = |answers| answers.text("RENT_REDUCTION_ISSUE_DESCRIPTION"),
        issue_start: String = |answers| answers.date("RENT_REDUCTION_ISSUE_START"),
        is_notice_to_vacate: BooleanYesNo = |answers| answers.yes_no("RENT_REDUCTION_IS_NOTICE_TO_VACATE"),
        issue_photos: Vec<SubmissionFile> = |answers| answers.files("RENT_REDUCTION_ISSUE_PHOTO"),
        // Part of the contract, but always null: the documents are in the raw answers.
        notice_to_vacate: Vec<SubmissionFile> = |_| None,
    }
}

section! {
    /// A check of a home.
    HealthCheckAnswers {
        support_worker_authority: Vec<SubmissionFile> = |answers| answers.files("SUPPORT_WORKER_AUTHORITY_UPLOAD"),
        tenancy_documents: Vec<SubmissionFile> = |answers| answers.files("TENANCY_DOCUMENTS_UPLOAD"),
    }
}

section! {
    /// Anything else.
    OtherAnswers {
        issue_description: String = |answers| answers.text("OTHER_ISSUE_DESCRIPTION"),
    }
}
