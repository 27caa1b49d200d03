//! A client whom a coordinator enters by hand.

use chrono::{DateTime, Utc};
use clerk_store::db::{Connection, lock, schema::core_client};
use diesel::{
    ExpressionMethods, Insertable, QueryDsl, define_sql_function,
    dsl::{exists, select},
    insert_into,
    sql_types::Text,
};
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use crate::error::{FieldError, Result};

define_sql_function! {
    fn lower(text: Text) -> Text;
}

/// Columns of a new client; what is not known is blank.
#[derive(Insertable, Clone, Debug)]
#[diesel(table_name = core_client)]
#[expect(missing_docs, reason = "the columns are described in the data dictionary")]
pub struct NewClient {
    pub first_name: String,
    pub last_name: String,
    pub preferred_name: Option<String>,
    pub email: String,
    pub date_of_birth: Option<DateTime<Utc>>,
    pub phone_number: String,
    pub call_times: Vec<String>,
    pub gender: Option<String>,
    pub pronouns: String,
    pub primary_language_non_english: bool,
    pub primary_language: String,
    pub requires_interpreter: String,
    pub is_aboriginal_or_torres_strait_islander: String,
    pub number_of_dependents: Option<i32>,
    pub centrelink_support: bool,
    pub eligibility_circumstances: Vec<String>,
    pub eligibility_notes: String,
    pub notes: String,
    pub contact_notes: String,
    pub contact_restriction: String,
}

/// Adds a client and returns their key. For callers who have asked [`email_error`].
///
/// # Errors
/// Fails when the database does.
pub async fn create(conn: &mut Connection, client: NewClient, now: DateTime<Utc>) -> Result<Uuid> {
    let id = Uuid::new_v4();
    insert_into(core_client::table)
        .values((
            core_client::id.eq(id),
            core_client::created_at.eq(now),
            core_client::modified_at.eq(now),
            // Columns that nothing fills any more.
            core_client::special_circumstances.eq(Vec::<String>::new()),
            core_client::legal_access_difficulties.eq(Vec::<String>::new()),
            client,
        ))
        .execute(conn)
        .await?;
    Ok(id)
}

/// What is wrong with the address of a new client: `unique` when another client has it, capitals
/// making no difference, as they make none when the intake form recognises a client. Nobody else gets
/// a client of this address before the end of the transaction.
///
/// # Errors
/// Fails when the database does.
pub async fn email_error(
    conn: &mut Connection,
    email: &str,
    attr: &'static str,
) -> Result<Option<FieldError>> {
    lock::take(conn, lock::CLIENT, &email.to_lowercase()).await?;
    let same = core_client::table.filter(lower(core_client::email).eq(lower(email)));
    let is_taken: bool = select(exists(same)).get_result(conn).await?;
    Ok(is_taken.then(|| FieldError::new(attr, "unique", "Another client has this address.")))
}
