//! A tenancy on the wire.

use clerk_shared::{
    domain::tenancies::{
        self,
        choices::{LEASE_TYPE, RENTAL_TYPE},
    },
    urls,
};
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    drf::{choice::Choice, date},
    person::Person,
};

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
