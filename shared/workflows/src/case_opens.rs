//! What happens when a case opens.
//!
//! **By hand**, here: a coordinator names a topic, a client and a tenancy, each one that is there
//! or a new one, and perhaps more. Checked: what is named exists; the address of a new client is no
//! other client's; whatever else is said holds as for a change ([`case_changes::rules::check`]).
//! Written: client and tenancy as needed, the case under the next file reference of its letter, and
//! the rest as a change, with its events. **From the intake form**: [`crate::form_comes_in`].
//!
//! What follows from both is in `after_opening`. Nothing else is sent, and a case never opens with
//! a stage, paralegal or lawyer of its own: those are changes.

use chrono::{DateTime, Utc};
use clerk_domain::{
    access::{Account, CaseRow},
    cases::{self, Case, CaseInput, NewCaseDefaults, assemble},
    clients::{self, NewClient},
    error::{DomainError, Result},
    tenancies::{self, NewTenancy},
    vocabulary::cases::Topic,
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
#[expect(missing_docs, reason = "the names say it")]
pub enum NewOrExisting<Id, New> {
    Existing(Id),
    New(New),
}

/// A case to open.
#[derive(Clone, Debug)]
pub struct NewCase {
    /// One that is still in use: [`clerk_domain::vocabulary::cases::ACTIVE_TOPIC`].
    pub topic: Topic,
    /// Whom it is for.
    pub client: NewOrExisting<Uuid, NewClient>,
    /// Where they live.
    pub tenancy: NewOrExisting<i32, NewTenancy>,
    /// What else is known already.
    pub details: CaseInput,
}

/// Opens a case by hand.
///
/// # Errors
/// `unique` for the address of a new client that another has, `does_not_exist` for rows that are
/// not there; otherwise as [`case_changes::update`].
pub async fn create(
    conn: &mut Connection,
    actor: &Account,
    new: NewCase,
    now: DateTime<Utc>,
) -> Result<Case> {
    let row = conn.transaction(async |conn| create_in(conn, actor, new, now).await).await?;
    assemble(conn, vec![row]).await?.pop().ok_or(DomainError::NotFound)
}

async fn create_in(
    conn: &mut Connection,
    actor: &Account,
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
    after_opening(conn, case.id, Origin::ByHand).await?;
    case_changes::check_and_write(conn, actor, case, new.details, now).await
}

/// Where a new case came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Origin {
    /// The intake form.
    Intake,
    /// A coordinator, who writes to the client and the team themselves.
    ByHand,
}

/// What follows when a case opens: its folder, and for a case from the intake form the welcome of
/// its client and the alert of the team. [`NewCaseDefaults::by_hand`] marks those two as done.
pub(crate) async fn after_opening(conn: &mut Connection, case: Uuid, origin: Origin) -> Result<()> {
    if origin == Origin::Intake {
        jobs::enqueue(conn, &Job::AlertNewCase { case }).await?;
        jobs::enqueue(conn, &Job::WelcomeClient { case }).await?;
    }
    jobs::enqueue(conn, &Job::SetUpCaseFolder { case }).await?;
    Ok(())
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
