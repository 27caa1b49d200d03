//! The tenancy: the one of the same client at the same address, or new.

use chrono::{DateTime, Utc};
use clerk_domain::{error::Result, vocabulary::tenancies};
use clerk_store::db::{
    Connection,
    schema::{core_issue, core_tenancy},
};
use diesel::{
    ExpressionMethods, Insertable, OptionalExtension, QueryDsl, define_sql_function, insert_into,
    sql_types::Text,
};
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::{
    answers::{Answers, Unprocessable},
    people::NewPerson,
};

define_sql_function! {
    fn btrim(text: Text) -> Text;
}

pub(super) struct NewTenancy {
    home: Home,
    landlord: Option<NewPerson>,
    agent: Option<NewPerson>,
}

#[derive(Insertable)]
#[diesel(table_name = core_tenancy)]
struct Home {
    address: String,
    suburb: Option<String>,
    postcode: Option<String>,
    started: Option<DateTime<Utc>>,
    is_on_lease: String,
    rental_circumstances: String,
}

impl NewTenancy {
    /// The lengths are those of the columns.
    pub(super) fn read(answers: &Answers<'_>) -> Result<Self, Unprocessable> {
        let some = |text: String| (!text.is_empty()).then_some(text);
        let home = Home {
            address: answers.required("ADDRESS", 256)?,
            suburb: some(answers.text("SUBURB", 128)),
            postcode: some(answers.whole("POSTCODE", 6)),
            started: answers.date("START_DATE"),
            is_on_lease: answers.choice("IS_ON_LEASE", tenancies::LEASE_TYPE, ""),
            rental_circumstances: answers.choice(
                "RENTAL_CIRCUMSTANCES",
                tenancies::RENTAL_TYPE,
                "",
            ),
        };
        let (landlord, agent) = (NewPerson::landlord(answers), NewPerson::agent(answers));
        Ok(Self { home, landlord, agent })
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
        let agent = match self.agent {
            Some(agent) => Some(agent.create(conn, now).await?),
            None => None,
        };
        let landlord = match self.landlord {
            Some(landlord) => Some(landlord.create(conn, now).await?),
            None => None,
        };
        let found: Option<i32> = core_tenancy::table
            .inner_join(core_issue::table)
            .filter(core_issue::client_id.eq(client))
            .filter(btrim(core_tenancy::address).eq(&self.home.address))
            .order(core_tenancy::id)
            .select(core_tenancy::id)
            .first(conn)
            .await
            .optional()?;
        if let Some(id) = found {
            return Ok(id);
        }
        let times = (core_tenancy::created_at.eq(now), core_tenancy::modified_at.eq(now));
        let people = (core_tenancy::agent_id.eq(agent), core_tenancy::landlord_id.eq(landlord));
        let id = insert_into(core_tenancy::table)
            .values((times, people, self.home))
            .returning(core_tenancy::id)
            .get_result(conn)
            .await?;
        Ok(id)
    }
}
