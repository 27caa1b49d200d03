//! The places where clients live (table `core_tenancy`).

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use clerk_store::db::{
    Connection, distinct,
    schema::{core_person, core_tenancy},
};
use diesel::{
    ExpressionMethods, OptionalExtension, QueryDsl, QueryResult, SelectableHelper, insert_into,
};
use diesel_async::{AsyncConnection, RunQueryDsl};

use crate::{
    access::{self, Account},
    error::{DomainError, FieldError, Result},
    people::{self, Person},
    record::record,
};

/// A rented place with its landlord and agent.
#[derive(Clone, Debug)]
pub struct Tenancy {
    /// The columns of `core_tenancy`.
    pub row: TenancyRow,
    /// Whom the place belongs to.
    pub landlord: Option<Person>,
    /// Who manages it.
    pub agent: Option<Person>,
}

record! {
    table core_tenancy {
        address: String,
        suburb: Option<String>,
        postcode: Option<String>,
        started: Option<DateTime<Utc>>,
        is_on_lease: String,
        rental_circumstances: String,
        landlord_id: Option<i32>,
        agent_id: Option<i32>,
    }

    /// Columns of `core_tenancy`. Values of choices are in [`crate::vocabulary::tenancies`].
    row TenancyRow { id: i32 };

    /// What is changed of a tenancy; `None` leaves a column as it is.
    input TenancyInput;

    /// A tenancy to add; what is not known is blank or null.
    new NewTenancy;
}

impl TenancyRow {
    /// Joins the row with its landlord and agent out of people loaded together.
    #[must_use]
    pub fn with(self, people: &HashMap<i32, Person>) -> Tenancy {
        let find = |id: Option<i32>| id.and_then(|id| people.get(&id)).cloned();
        Tenancy { landlord: find(self.landlord_id), agent: find(self.agent_id), row: self }
    }
}

/// The tenancies with these ids. One query, or none.
pub async fn by_id(
    mut conn: &Connection,
    ids: impl IntoIterator<Item = i32>,
) -> QueryResult<HashMap<i32, TenancyRow>> {
    let ids = distinct(ids);
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let tenancies: Vec<TenancyRow> = core_tenancy::table
        .filter(core_tenancy::id.eq_any(ids))
        .select(TenancyRow::as_select())
        .load(&mut conn)
        .await?;
    Ok(tenancies.into_iter().map(|tenancy| (tenancy.id, tenancy)).collect())
}

/// The tenancy with this id, for somebody who may see it.
///
/// # Errors
/// As [`access::check`].
pub async fn find(conn: &mut Connection, actor: &Account, id: i32) -> Result<Tenancy> {
    access::tenancies::check(conn, actor, id).await?;
    assembled(conn, id).await
}

/// A tenancy with its landlord and agent.
async fn assembled(conn: &mut Connection, id: i32) -> Result<Tenancy> {
    let row = by_id(conn, [id]).await?.remove(&id).ok_or(DomainError::NotFound)?;
    let people = people::by_id(conn, [row.landlord_id, row.agent_id].into_iter().flatten()).await?;
    Ok(row.with(&people))
}

/// Adds a tenancy and returns its key. For callers who have checked that its parties exist.
pub async fn create(conn: &mut Connection, new: NewTenancy, now: DateTime<Utc>) -> Result<i32> {
    let id = insert_into(core_tenancy::table)
        .values((core_tenancy::created_at.eq(now), core_tenancy::modified_at.eq(now), new))
        .returning(core_tenancy::id)
        .get_result(conn)
        .await?;
    Ok(id)
}

/// Changes the columns given, for somebody who may see the tenancy.
///
/// A landlord or agent has to be somebody whom the account may see: otherwise naming one party after
/// the other would show all of them.
///
/// # Errors
/// As [`access::check`]; `does_not_exist` for a landlord or agent.
pub async fn update(
    conn: &mut Connection,
    actor: &Account,
    id: i32,
    input: &TenancyInput,
    now: DateTime<Utc>,
) -> Result<Tenancy> {
    conn.transaction(async |conn| {
        access::tenancies::check(conn, actor, id).await?;
        check_parties(conn, actor, input).await?;
        let changed = diesel::update(core_tenancy::table.find(id))
            .set((core_tenancy::modified_at.eq(now), input))
            .execute(conn)
            .await?;
        if changed == 0 {
            return Err(DomainError::NotFound);
        }
        assembled(conn, id).await
    })
    .await
}

async fn check_parties(conn: &mut Connection, actor: &Account, input: &TenancyInput) -> Result<()> {
    let mut errors = Vec::new();
    for (field, person) in [("landlord_id", input.landlord_id), ("agent_id", input.agent_id)] {
        let Some(Some(person)) = person else { continue };
        // Held until the end, so that nobody deletes the party in between.
        let held: Option<i32> = core_person::table
            .find(person)
            .select(core_person::id)
            .for_key_share()
            .first(conn)
            .await
            .optional()?;
        if held.is_none() || !access::people::may_see(conn, actor, person).await? {
            let detail = format!("There is no party {person}.");
            errors.push(FieldError::new(field, "does_not_exist", detail));
        }
    }
    if errors.is_empty() { Ok(()) } else { Err(DomainError::Invalid(errors)) }
}
