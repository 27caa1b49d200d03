//! Tenancies.

use clerk_base::urls;
use clerk_domain::{
    people, tenancies,
    vocabulary::tenancies::{LEASE_TYPE, RENTAL_TYPE},
};

use super::{
    format::{
        choice::Choice,
        date,
        field::{choice, key, local_day, text},
        input::input,
        output::output,
    },
    people::Person,
};

output! {
    /// Where a client lives.
    #[expect(missing_docs, reason = "the fields are those of the API document")]
    pub struct Tenancy = new(
        row: tenancies::TenancyRow,
        landlord: Option<people::Person>,
        agent: Option<people::Person>
    ) {
        id: i32,
        address: String,
        suburb: Option<String>,
        postcode: Option<String>,
        started: Option<String> = started.map(date::day),
        is_on_lease: Choice = Choice::new(LEASE_TYPE, &is_on_lease),
        rental_circumstances: Choice = Choice::new(RENTAL_TYPE, &rental_circumstances),
        landlord: Option<Person> => landlord.map(Person::from),
        agent: Option<Person> => agent.map(Person::from),
        url: String => urls::tenancy(row.id),
    }
    not shown { landlord_id, agent_id }
}

impl From<tenancies::Tenancy> for Tenancy {
    fn from(tenancy: tenancies::Tenancy) -> Self {
        let tenancies::Tenancy { row, landlord, agent } = tenancy;
        Self::new(row, landlord, agent)
    }
}

input! {
    fields {
        address: text(256).required(),
        /// Required, but may be blank, as may the postcode.
        suburb: text(128).required().blank_is_null(),
        postcode: text(6).required().blank_is_null(),
        /// `DD/MM/YYYY`.
        started: local_day().blank_is_null(),
        is_on_lease: choice(LEASE_TYPE).or_null().or_blank(),
        rental_circumstances: choice(RENTAL_TYPE).or_null().or_blank(),
        /// Key of a party.
        landlord_id: key().or_null().blank_is_null_if_new(),
        /// Key of a party.
        agent_id: key().or_null().blank_is_null_if_new(),
    }

    /// What a tenancy is changed with. Dates are `DD/MM/YYYY`; choices are bare values.
    update TenancyInput as "TenancyUpdate" => tenancies::TenancyInput;

    /// Where a client lives.
    create NewTenancy as "TenancyCreate" => tenancies::NewTenancy;
}
