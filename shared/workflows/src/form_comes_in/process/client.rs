//! The client: found again by their email address, or new.

use chrono::{DateTime, Utc};
use clerk_domain::{error::Result, vocabulary::clients};
use clerk_store::db::{Connection, lock, schema::core_client};
use diesel::{
    ExpressionMethods, Insertable, OptionalExtension, QueryDsl, define_sql_function, insert_into,
    sql_types::Text,
};
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::answers::{Answers, Unprocessable};

define_sql_function! {
    fn lower(text: Text) -> Text;
}

#[derive(Insertable)]
#[diesel(table_name = core_client)]
pub(super) struct NewClient {
    first_name: String,
    last_name: String,
    preferred_name: Option<String>,
    email: String,
    date_of_birth: Option<DateTime<Utc>>,
    phone_number: String,
    call_times: Vec<String>,
    gender: Option<String>,
    pronouns: String,
    primary_language_non_english: bool,
    primary_language: String,
    requires_interpreter: String,
    is_aboriginal_or_torres_strait_islander: String,
    number_of_dependents: Option<i32>,
    centrelink_support: bool,
    eligibility_circumstances: Vec<String>,
    eligibility_notes: String,
    special_circumstances: Vec<String>,
    legal_access_difficulties: Vec<String>,
    notes: String,
    contact_notes: String,
    contact_restriction: String,
}

impl NewClient {
    /// The lengths are those of the columns.
    pub(super) fn read(answers: &Answers<'_>) -> Result<Self, Unprocessable> {
        let email = answers.whole("EMAIL", 150);
        if email.is_empty() || email.contains(|it: char| it.is_whitespace() || it.is_control()) {
            return Err(Unprocessable("EMAIL is missing or not usable".to_owned()));
        }
        let some = |text: String| (!text.is_empty()).then_some(text);
        Ok(Self {
            first_name: answers.required("FIRST_NAME", 150)?,
            last_name: answers.required("LAST_NAME", 150)?,
            preferred_name: some(answers.text("PREFERRED_NAME", 150)),
            email,
            date_of_birth: answers.date("DOB"),
            phone_number: answers.text("PHONE", 32),
            call_times: answers.choices("AVAILABILITY", clients::CALL_TIME),
            gender: some(answers.text("GENDER", 64)),
            pronouns: String::new(),
            primary_language_non_english: answers.flag("CAN_SPEAK_NON_ENGLISH"),
            primary_language: answers.text("FIRST_LANGUAGE", 32),
            requires_interpreter: answers.choice(
                "INTERPRETER",
                clients::REQUIRES_INTERPRETER,
                "UNKNOWN",
            ),
            is_aboriginal_or_torres_strait_islander: answers.choice(
                "IS_ABORIGINAL_OR_TORRES_STRAIT_ISLANDER",
                clients::ABORIGINAL_OR_TORRES_STRAIT_ISLANDER,
                "NOT_STATED",
            ),
            number_of_dependents: answers.integer("NUMBER_OF_DEPENDENTS"),
            centrelink_support: answers.flag("CENTRELINK_SUPPORT"),
            eligibility_circumstances: answers
                .choices("ELIGIBILITY_CIRCUMSTANCES", clients::ELIGIBILITY_CIRCUMSTANCE),
            eligibility_notes: answers.text("ELIGIBILITY_NOTES", 1024),
            special_circumstances: Vec::new(),
            legal_access_difficulties: Vec::new(),
            notes: String::new(),
            contact_notes: String::new(),
            contact_restriction: String::new(),
        })
    }

    /// The id of the client with this email address, made if there is none. What is known of an
    /// existing client stays as it is, as in the original.
    ///
    /// The original compared addresses exactly and failed when several clients had the same. Here
    /// capital letters make no difference, an exact match goes first, and then the oldest client.
    pub(super) async fn find_or_create(
        self,
        conn: &mut Connection,
        now: DateTime<Utc>,
    ) -> Result<Uuid> {
        // Two submissions of a new client at the same time must not make two of them.
        lock::take(conn, lock::CLIENT, &self.email.to_lowercase()).await?;
        let found: Option<Uuid> = core_client::table
            .filter(lower(core_client::email).eq(lower(&self.email)))
            .order((
                core_client::email.eq(&self.email).desc(),
                core_client::created_at,
                core_client::id,
            ))
            .select(core_client::id)
            .first(conn)
            .await
            .optional()?;
        if let Some(id) = found {
            return Ok(id);
        }
        let id = Uuid::new_v4();
        let times = (core_client::created_at.eq(now), core_client::modified_at.eq(now));
        insert_into(core_client::table)
            .values((core_client::id.eq(id), times, self))
            .execute(conn)
            .await?;
        Ok(id)
    }
}
