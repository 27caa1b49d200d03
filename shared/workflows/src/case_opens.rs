//! Opening a case by hand.

use chrono::{DateTime, Utc};
use clerk_domain::{
    access::{Account, CaseRow},
    cases::{self, Case, CaseInput, NewCaseDefaults, assemble},
    clients::{self, NewClient},
    error::{DomainError, Result},
    tenancies::{self, NewTenancy},
};
use clerk_store::{
    db::{Connection, schema::core_issue},
    jobs::{self, Job},
};
use diesel::{ExpressionMethods, SelectableHelper, insert_into};
use diesel_async::{AsyncConnection, RunQueryDsl};
use uuid::Uuid;

use crate::case_changes::{self, rules};

/// Something that is there already, or is to be made.
#[derive(Clone, Debug)]
pub enum NewOrExisting<Id, New> {
    /// Its key.
    Existing(Id),
    /// What it is to be.
    New(New),
}

/// A case to open.
#[derive(Clone, Debug)]
pub struct NewCase {
    /// A value of [`clerk_domain::vocabulary::cases::ACTIVE_TOPIC`].
    pub topic: String,
    /// Whom it is for.
    pub client: NewOrExisting<Uuid, NewClient>,
    /// Where they live.
    pub tenancy: NewOrExisting<i32, NewTenancy>,
    /// What else is known already.
    pub details: CaseInput,
}

/// Opens a case under the next file reference of its letter, with a client and a tenancy as needed,
/// and has its folder set up.
///
/// # Errors
/// `unique` for the address of a new client that another has, `does_not_exist` for rows that are not
/// there; otherwise as [`super::case_changes::update`].
pub async fn create(
    conn: &mut Connection,
    account: &Account,
    new: NewCase,
    now: DateTime<Utc>,
) -> Result<Case> {
    let row = conn.transaction(async |conn| create_in(conn, account, new, now).await).await?;
    assemble(conn, vec![row]).await?.pop().ok_or(DomainError::NotFound)
}

async fn create_in(
    conn: &mut Connection,
    account: &Account,
    new: NewCase,
    now: DateTime<Utc>,
) -> Result<CaseRow> {
    check(conn, &new).await?;
    let client = match new.client {
        NewOrExisting::Existing(id) => id,
        NewOrExisting::New(client) => clients::create(conn, client, now).await?,
    };
    let tenancy = match new.tenancy {
        NewOrExisting::Existing(id) => id,
        NewOrExisting::New(tenancy) => tenancies::create(conn, tenancy, now).await?,
    };
    let fileref = cases::next_fileref(conn, &new.topic).await?;
    let case: CaseRow = insert_into(core_issue::table)
        .values((
            core_issue::id.eq(Uuid::new_v4()),
            core_issue::created_at.eq(now),
            core_issue::modified_at.eq(now),
            core_issue::fileref.eq(fileref),
            core_issue::topic.eq(new.topic),
            core_issue::client_id.eq(client),
            core_issue::tenancy_id.eq(tenancy),
            core_issue::employment_status.eq(Vec::<String>::new()),
            core_issue::annual_income_range.eq(""),
            core_issue::referrer_type.eq(""),
            core_issue::referrer.eq(""),
            NewCaseDefaults::by_hand(),
        ))
        .returning(CaseRow::as_returning())
        .get_result(conn)
        .await?;
    jobs::enqueue(conn, &Job::SetUpCaseFolder { case: case.id }).await?;
    rules::check(conn, account, &case, &new.details, now).await?;
    case_changes::apply(conn, case, new.details, now).await
}

async fn check(conn: &mut Connection, new: &NewCase) -> Result<()> {
    let client = match &new.client {
        NewOrExisting::Existing(id) => Some(*id),
        NewOrExisting::New(_) => None,
    };
    let (tenancy, people) = match &new.tenancy {
        NewOrExisting::Existing(id) => (Some(*id), (None, None)),
        NewOrExisting::New(tenancy) => (None, (tenancy.landlord_id, tenancy.agent_id)),
    };
    let mut errors = rules::check_parties(conn, client, tenancy, people).await?;
    if let NewOrExisting::New(client) = &new.client {
        errors.extend(clients::email_error(conn, &client.email, "client.email").await?);
    }
    if errors.is_empty() { Ok(()) } else { Err(DomainError::Invalid(errors)) }
}
