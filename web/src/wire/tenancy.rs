//! A tenancy on the wire.

use clerk_base::urls;
use clerk_domain::{
    tenancies,
    vocabulary::tenancies::{LEASE_TYPE, RENTAL_TYPE},
};
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    drf::{
        body::{Body, OPTIONAL, REQUIRED},
        choice::Choice,
        date,
    },
    person::Person,
};
use crate::error::ApiResult;

/// Where a client lives.
#[derive(Debug, Serialize, ToSchema)]
#[expect(missing_docs, reason = "the fields are those of the API document")]
pub struct Tenancy {
    pub id: i32,
    pub address: String,
    pub suburb: Option<String>,
    pub postcode: Option<String>,
    pub started: Option<String>,
    pub is_on_lease: Choice,
    pub rental_circumstances: Choice,
    pub landlord: Option<Person>,
    pub agent: Option<Person>,
    pub url: String,
}

impl From<tenancies::Tenancy> for Tenancy {
    fn from(it: tenancies::Tenancy) -> Self {
        let row = it.row;
        Self {
            id: row.id,
            address: row.address,
            suburb: row.suburb,
            postcode: row.postcode,
            started: row.started.map(date::day),
            is_on_lease: Choice::new(LEASE_TYPE, &row.is_on_lease),
            rental_circumstances: Choice::new(RENTAL_TYPE, &row.rental_circumstances),
            landlord: it.landlord.map(Person::from),
            agent: it.agent.map(Person::from),
            url: urls::tenancy(row.id),
        }
    }
}

/// What a tenancy is changed with. Dates are `DD/MM/YYYY`; choices are bare values.
#[derive(Debug, ToSchema)]
#[schema(as = TenancyUpdate)]
#[expect(missing_docs, reason = "the fields are those of the API document")]
pub struct TenancyInput {
    pub address: Option<String>,
    pub suburb: Option<String>,
    pub postcode: Option<String>,
    pub started: Option<String>,
    pub is_on_lease: Option<String>,
    pub rental_circumstances: Option<String>,
    /// Key of a party.
    pub landlord_id: Option<i32>,
    /// Key of a party.
    pub agent_id: Option<i32>,
}

impl TenancyInput {
    /// Reads the fields. The lengths are those of the columns. What is not known may be null or
    /// blank, except for the address.
    ///
    /// # Errors
    /// 400 with everything wrong.
    pub fn read(mut body: Body) -> ApiResult<tenancies::TenancyInput> {
        let unknown = OPTIONAL.or_null().or_blank();
        let input = tenancies::TenancyInput {
            address: body.text("address", 256, REQUIRED).value(),
            suburb: body.text("suburb", 128, REQUIRED.blank_is_null()).nullable(),
            postcode: body.text("postcode", 6, REQUIRED.blank_is_null()).nullable(),
            started: body.local_day("started", OPTIONAL.blank_is_null()).nullable(),
            is_on_lease: body.choice("is_on_lease", LEASE_TYPE, unknown).or_for_null(String::new()),
            rental_circumstances: body
                .choice("rental_circumstances", RENTAL_TYPE, unknown)
                .or_for_null(String::new()),
            landlord_id: body.key("landlord_id", OPTIONAL.or_null()).nullable(),
            agent_id: body.key("agent_id", OPTIONAL.or_null()).nullable(),
        };
        body.finish()?;
        Ok(input)
    }
}
