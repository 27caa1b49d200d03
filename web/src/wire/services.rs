//! Services: work done for a case.

use clerk_domain::{
    services,
    vocabulary::services::{ServiceCategory, ServiceType},
};
use uuid::Uuid;

use super::format::{
    body::UNLIMITED,
    date,
    field::{choice, date as day, integer, text, uuid},
    input::input,
    output::output,
};

output! {
    /// Work done for a case.
    #[expect(missing_docs, reason = "the fields are those of the API document")]
    pub struct Service = from(service: services::Service) {
        id: i32,
        issue_id: Uuid,
        category: String = category.into(),
        r#type (type_): String = type_.into(),
        /// `DD/MM/YYYY`, as is the end.
        started_at: String = date::date(started_at),
        finished_at: Option<String> = finished_at.map(date::date),
        count: i32,
        notes: Option<String>,
    }
    not shown { created_at, modified_at, is_deleted }
}

input! {
    fields {
        /// `DISCRETE` or `ONGOING`.
        category: choice(ServiceCategory::CHOICES).map(ServiceCategory::from).required_if_new(),
        /// One of the types of the category.
        type_ as "type": choice(ServiceType::CHOICES).map(ServiceType::from).required_if_new(),
        /// `DD/MM/YYYY` or `YYYY-MM-DD`, as is the end.
        started_at: day().required_if_new(),
        /// Blank for none.
        finished_at: day().blank_is_null(),
        /// Has to come with the category `DISCRETE`; an ongoing service counts once.
        count: integer(0..=i32::MAX),
        /// HTML.
        notes: text(UNLIMITED).or_null().or_blank(),
    }

    /// What to change about a service; what is left out stays.
    update ServiceInput as "ServiceUpdate" => services::ServiceInput {
        /// The case that the service belongs to already.
        case as "issue_id": uuid(),
    };

    /// A service to add.
    create NewService as "ServiceCreate" => services::NewService;
}
