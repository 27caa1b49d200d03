//! Values and labels of a service.

use crate::vocabulary::{Choices, word::words};

words! {
    /// How a service is given, once or over a time: `core_service.category`.
    pub enum ServiceCategory {
        Discrete: "DISCRETE" => "Discrete service",
        Ongoing: "ONGOING" => "Ongoing service",
    }

    /// What was done: `core_service.type`. Each belongs to a category, see [`ServiceCategory::types`].
    pub enum ServiceType {
        LegalAdvice: "LEGAL_ADVICE" => "Legal advice",
        LegalTask: "LEGAL_TASK" => "Legal task",
        GeneralInformation: "GENERAL_INFORMATION" => "Information",
        GeneralReferralSimple: "GENERAL_REFERRAL_SIMPLE" => "Referral (Simple)",
        GeneralReferralFacilitated: "GENERAL_REFERRAL_FACILITATED" => "Referral (Facilitated)",
        LegalSupport: "LEGAL_SUPPORT" => "Legal support",
        RepresentationCourtTribunal: "REPRESENTATION_COURT_TRIBUNAL" => "Court or tribunal representation",
        RepresentationOther: "REPRESENTATION_OTHER" => "Other representation",
    }

    /// What somebody did to a service: `core_serviceevent.event_type`. Nothing shows the labels.
    pub enum ServiceEventType {
        Create: "CREATE" => "Added",
        Update: "UPDATE" => "Changed",
        Delete: "DELETE" => "Deleted",
    }
}

const DISCRETE_TYPE: Choices = Choices(&[
    ServiceType::LegalAdvice.choice(),
    ServiceType::LegalTask.choice(),
    ServiceType::GeneralInformation.choice(),
    ServiceType::GeneralReferralSimple.choice(),
    ServiceType::GeneralReferralFacilitated.choice(),
]);

const ONGOING_TYPE: Choices = Choices(&[
    ServiceType::LegalSupport.choice(),
    ServiceType::RepresentationCourtTribunal.choice(),
    ServiceType::RepresentationOther.choice(),
]);

impl ServiceCategory {
    /// The types that a service of this category may have.
    #[must_use]
    pub const fn types(&self) -> Choices {
        match self {
            Self::Ongoing => ONGOING_TYPE,
            _ => DISCRETE_TYPE,
        }
    }
}
