//! The tenancy: the one of the same client at the same address, or new.

use chrono::{DateTime, Utc};
use clerk_domain::{
    error::Result,
    people::NewPerson,
    tenancies::{self, NewTenancy},
    vocabulary,
};
use clerk_store::db::{
    Connection,
    schema::{core_issue, core_tenancy},
    sql::btrim,
};
use diesel::{ExpressionMethods, OptionalExtension, QueryDsl};
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::{
    answers::{Answers, Unprocessable},
    people,
};

/// A tenancy whose landlord and agent are no rows yet.
pub(super) struct Home {
    tenancy: NewTenancy,
    landlord: Option<NewPerson>,
    agent: Option<NewPerson>,
}

impl Home {
    /// The lengths are those of the columns.
    pub(super) fn read(answers: &Answers<'_>) -> Result<Self, Unprocessable> {
        let some = |text: String| (!text.is_empty()).then_some(text);
        let tenancy = NewTenancy {
            address: answers.required("ADDRESS", 256)?,
            suburb: some(answers.text("SUBURB", 128)),
            postcode: some(answers.whole("POSTCODE", 6)),
            started: answers.date("START_DATE"),
            is_on_lease: answers.choice("IS_ON_LEASE", vocabulary::tenancies::LEASE_TYPE, ""),
            rental_circumstances: answers.choice(
                "RENTAL_CIRCUMSTANCES",
                vocabulary::tenancies::RENTAL_TYPE,
                "",
            ),
            // The parties are added first: see below.
            ..NewTenancy::default()
        };
        let (landlord, agent) = (people::landlord(answers), people::agent(answers));
        Ok(Self { tenancy, landlord, agent })
    }

    /// The id of the client's tenancy at this address, made if there is none. What is known of an
    /// existing one stays as it is. The agent and landlord named this time become people in any case,
    /// as in the original, so that what the client said about them can be looked up.
    pub(super) async fn find_or_create(
        self,
        conn: &mut Connection,
        client: Uuid,
        now: DateTime<Utc>,
    ) -> Result<i32> {
        let agent_id = people::create(conn, self.agent, now).await?;
        let landlord_id = people::create(conn, self.landlord, now).await?;
        let found: Option<i32> = core_tenancy::table
            .inner_join(core_issue::table)
            .filter(core_issue::client_id.eq(client))
            .filter(btrim(core_tenancy::address).eq(&self.tenancy.address))
            .order(core_tenancy::id)
            .select(core_tenancy::id)
            .first(conn)
            .await
            .optional()?;
        match found {
            Some(id) => Ok(id),
            None => {
                let new = NewTenancy { agent_id, landlord_id, ..self.tenancy };
                tenancies::create(conn, new, now).await
            }
        }
    }
}
