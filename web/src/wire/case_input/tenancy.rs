//! The tenancy of a case to open.

use clerk_domain::{
    tenancies::NewTenancy,
    vocabulary::tenancies::{LEASE_TYPE, RENTAL_TYPE},
};
use utoipa::ToSchema;

use crate::wire::drf::body::{Body, OPTIONAL, REQUIRED};

/// Where a client lives.
#[derive(ToSchema)]
#[expect(missing_docs, reason = "the fields are those of the API document")]
pub struct TenancyCreate {
    pub address: String,
    /// Required, but may be blank, as may the postcode.
    #[schema(required)]
    pub suburb: Option<String>,
    #[schema(required)]
    pub postcode: Option<String>,
    /// `DD/MM/YYYY`.
    pub started: Option<String>,
    pub is_on_lease: Option<String>,
    pub rental_circumstances: Option<String>,
    pub landlord_id: Option<i32>,
    pub agent_id: Option<i32>,
}

/// Reads a tenancy; the widths are those of the columns.
pub fn read(body: &mut Body) -> Option<NewTenancy> {
    let some = |text: String| (!text.is_empty()).then_some(text);
    let or_none = OPTIONAL.or_null().or_blank();
    let address = body.text("address", 256, REQUIRED).value();
    let tenancy = NewTenancy {
        address: String::new(),
        suburb: body.text("suburb", 128, REQUIRED.or_null().or_blank()).value().and_then(some),
        postcode: body.text("postcode", 6, REQUIRED.or_null().or_blank()).value().and_then(some),
        started: body.local_day("started", OPTIONAL.blank_is_null()).value(),
        is_on_lease: body.choice("is_on_lease", LEASE_TYPE, or_none).value().unwrap_or_default(),
        rental_circumstances: body
            .choice("rental_circumstances", RENTAL_TYPE, or_none)
            .value()
            .unwrap_or_default(),
        landlord_id: body.key("landlord_id", OPTIONAL.blank_is_null()).value(),
        agent_id: body.key("agent_id", OPTIONAL.blank_is_null()).value(),
    };
    Some(NewTenancy { address: address?, ..tenancy })
}
