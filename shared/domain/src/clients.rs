//! The people we help (table `core_client`).

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use clerk_store::db::{
    Connection, TextList, distinct, lock,
    pattern::contains,
    schema::core_client,
    sql::{btrim, lower},
};
use diesel::{
    BoolExpressionMethods, ExpressionMethods, OptionalExtension, PgTextExpressionMethods, QueryDsl,
    QueryResult, SelectableHelper, TextExpressionMethods, insert_into,
};
use diesel_async::{AsyncConnection, RunQueryDsl};
use uuid::Uuid;

use crate::{
    access::{
        Account, clients,
        clients::{Clients, visible_to},
    },
    error::{DomainError, FieldError, Result},
    paging::{PageRequest, Paged},
    record::record,
};

record! {
    table core_client {
        first_name: String,
        last_name: String,
        preferred_name: Option<String>,
        email: String,
        date_of_birth: Option<DateTime<Utc>>,
        phone_number: String,
        gender: Option<String>,
        pronouns: String,
        centrelink_support: bool,
        eligibility_notes: String,
        requires_interpreter: String,
        primary_language_non_english: bool,
        primary_language: String,
        is_aboriginal_or_torres_strait_islander: String,
        number_of_dependents: Option<i32>,
        eligibility_circumstances: Vec<String> as TextList,
        contact_restriction: String,
        contact_notes: String,
        notes: String,
        call_times: Vec<String> as TextList,
    }

    /// Somebody who came to us with a problem. Values of choices are in [`crate::vocabulary::clients`].
    row Client { id: Uuid };

    /// What is changed of a client; `None` leaves a column as it is.
    input ClientInput;

    /// A client to add; what is not known is blank.
    new NewClient;
}

impl Client {
    /// Given and family name.
    #[must_use]
    pub fn full_name(&self) -> String {
        format!("{} {}", self.first_name, self.last_name).trim().to_owned()
    }

    /// Age in whole years of 365.25 days, which is how the front end has always had it.
    #[must_use]
    pub fn age(&self, now: DateTime<Utc>) -> Option<i64> {
        let born = self.date_of_birth?;
        let days = (now - born).num_seconds().div_euclid(86_400);
        // Years = days / 365.25, cut towards zero.
        Some(days * 4 / 1461)
    }
}

/// The clients with these ids. One query, or none.
pub async fn by_id(
    mut conn: &Connection,
    ids: impl IntoIterator<Item = Uuid>,
) -> QueryResult<HashMap<Uuid, Client>> {
    let ids = distinct(ids);
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let clients: Vec<Client> = core_client::table
        .filter(core_client::id.eq_any(ids))
        .select(Client::as_select())
        .load(&mut conn)
        .await?;
    Ok(clients.into_iter().map(|client| (client.id, client)).collect())
}

/// The clients with this email address, capital letters making no difference. One who has it exactly
/// comes first, then the oldest: old rows share some addresses.
///
/// Nobody else looks for this address before the end of the transaction. The table has no unique
/// index, so without that two people who add a client at the same time would make two of them.
pub async fn with_email(conn: &mut Connection, email: &str) -> Result<Vec<Uuid>> {
    lock::take(conn, lock::CLIENT, &email.to_lowercase()).await?;
    Ok(core_client::table
        .filter(lower(core_client::email).eq(lower(email)))
        .order((core_client::email.eq(email).desc(), core_client::created_at, core_client::id))
        .select(core_client::id)
        .load(conn)
        .await?)
}

/// A page of the clients that the account may see, newest first; `None` when there is no such page. A
/// search text narrows them to those whose name, preferred name, email or phone contains it.
pub async fn list(
    conn: &mut Connection,
    actor: &Account,
    search: Option<&str>,
    page: PageRequest,
) -> Result<Option<Paged<Client>>> {
    let count: i64 = narrow(visible_to(actor), search).count().get_result(conn).await?;
    let Some(window) = page.window(count) else { return Ok(None) };
    let clients: Vec<Client> = narrow(visible_to(actor), search)
        .order((core_client::created_at.desc(), core_client::id.desc()))
        .offset(window.offset)
        .limit(window.limit)
        .select(Client::as_select())
        .load(conn)
        .await?;
    Ok(Some(window.page(clients, count)))
}

fn narrow<'a>(clients: Clients<'a>, search: Option<&str>) -> Clients<'a> {
    let Some(search) = search else { return clients };
    let pattern = contains(search);
    let full_name =
        btrim(core_client::first_name).concat(" ").concat(btrim(core_client::last_name));
    clients.filter(
        full_name
            .ilike(pattern.clone())
            .or(core_client::email.ilike(pattern.clone()))
            .or(core_client::phone_number.ilike(pattern.clone()))
            // Null for most, which as the last of several OR means no.
            .or(core_client::preferred_name.ilike(pattern)),
    )
}

/// The client with this id, for somebody who may see it.
///
/// # Errors
/// As [`access::check`].
pub async fn find(conn: &mut Connection, actor: &Account, id: Uuid) -> Result<Client> {
    clients::check(conn, actor, id).await?;
    core_client::table
        .find(id)
        .select(Client::as_select())
        .first(conn)
        .await
        .optional()?
        .ok_or(DomainError::NotFound)
}

/// Adds a client and returns their key. For callers who have asked [`with_email`] or [`email_error`].
pub async fn create(conn: &mut Connection, new: NewClient, now: DateTime<Utc>) -> Result<Uuid> {
    let id = Uuid::new_v4();
    insert_into(core_client::table)
        .values((
            core_client::id.eq(id),
            core_client::created_at.eq(now),
            core_client::modified_at.eq(now),
            // Columns that nothing fills any more.
            core_client::special_circumstances.eq(Vec::<String>::new()),
            core_client::legal_access_difficulties.eq(Vec::<String>::new()),
            new,
        ))
        .execute(conn)
        .await?;
    Ok(id)
}

/// What is wrong with the address of a new client: `unique` when another client has it.
pub async fn email_error(
    conn: &mut Connection,
    email: &str,
    attr: &'static str,
) -> Result<Option<FieldError>> {
    let is_taken = !with_email(conn, email).await?.is_empty();
    Ok(is_taken.then(|| FieldError::new(attr, "unique", "Another client has this address.")))
}

/// Changes the columns given, for somebody who may see the client.
///
/// A new email address may not be another client's, whatever its capitals. An address that stays as
/// it is passes, since old rows share some.
///
/// # Errors
/// As [`access::check`]; `unique` for the email address.
pub async fn update(
    conn: &mut Connection,
    actor: &Account,
    id: Uuid,
    input: &ClientInput,
    now: DateTime<Utc>,
) -> Result<Client> {
    conn.transaction(async |conn| {
        clients::check(conn, actor, id).await?;
        if let Some(email) = &input.email {
            claim(conn, id, email).await?;
        }
        diesel::update(core_client::table.find(id))
            .set((core_client::modified_at.eq(now), input))
            .returning(Client::as_returning())
            .get_result(conn)
            .await
            .optional()?
            .ok_or(DomainError::NotFound)
    })
    .await
}

/// Makes sure that no other client has an address or gets it before the transaction ends.
async fn claim(conn: &mut Connection, id: Uuid, email: &str) -> Result<()> {
    let same = with_email(conn, email).await?;
    let present: Option<String> = core_client::table
        .find(id)
        .select(core_client::email)
        .for_update()
        .first(conn)
        .await
        .optional()?;
    if present.as_deref() != Some(email) && same.iter().any(|other| *other != id) {
        let detail = "Another client has this email address.";
        return Err(DomainError::invalid("email", "unique", detail));
    }
    Ok(())
}
