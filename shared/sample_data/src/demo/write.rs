//! Storing a batch of invented cases: one statement a table.

use clerk_domain::error::Result;
use clerk_store::db::{
    Connection,
    schema::{
        auditlog_logentry, core_auditevent, core_client, core_fileupload, core_issue,
        core_issuedate, core_issueevent, core_issuenote, core_person, core_service,
        core_serviceevent, core_submission, core_tenancy, django_content_type, emails_email,
    },
};
use diesel::{ExpressionMethods, QueryDsl, insert_into};
use diesel_async::RunQueryDsl;

use super::{case::Invented, people::Household, records, rows, timeline::EntrySubject};

/// What notes and log entries can point to, by `django_content_type.id`.
pub(super) struct ContentTypes {
    event: i32,
    audit_event: i32,
    service_event: i32,
    email: i32,
    date: i32,
    user: i32,
}

impl ContentTypes {
    pub(super) async fn read(conn: &mut Connection) -> Result<Self> {
        Ok(Self {
            event: content_type(conn, "core", "issueevent").await?,
            audit_event: content_type(conn, "core", "auditevent").await?,
            service_event: content_type(conn, "core", "serviceevent").await?,
            email: content_type(conn, "emails", "email").await?,
            date: content_type(conn, "core", "issuedate").await?,
            user: content_type(conn, "accounts", "user").await?,
        })
    }
}

async fn content_type(conn: &mut Connection, app: &str, model: &str) -> Result<i32> {
    Ok(django_content_type::table
        .filter(django_content_type::app_label.eq(app))
        .filter(django_content_type::model.eq(model))
        .select(django_content_type::id)
        .first(conn)
        .await?)
}

/// Inserts rows and returns their ids, in the order of the rows.
macro_rules! insert {
    ($conn:expr, $table:ident, $rows:expr) => {{
        let rows = $rows;
        match rows.is_empty() {
            true => Vec::new(),
            false => {
                insert_into($table::table)
                    .values(rows)
                    .returning($table::id)
                    .get_results::<i32>($conn)
                    .await?
            }
        }
    }};
}

/// Stores the cases, each with the position of its household. Call it in a transaction.
pub(super) async fn store(
    conn: &mut Connection,
    types: &ContentTypes,
    households: Vec<Household>,
    cases: Vec<(usize, Invented)>,
) -> Result<()> {
    let mut batch = Batch::default();
    for household in households {
        batch.add_house(household);
    }
    for (household, case) in cases {
        batch.add_case(household, case);
    }
    let people = insert!(conn, core_person, &batch.people);
    batch.link(&people);
    insert_into(core_client::table).values(&batch.clients).execute(conn).await?;
    let tenancies = insert!(conn, core_tenancy, &batch.tenancies);
    for (issue, &tenancy) in batch.issues.iter_mut().zip(&batch.tenancy_of_issue) {
        issue.tenancy_id = tenancies[tenancy];
    }
    insert_into(core_submission::table).values(&batch.submissions).execute(conn).await?;
    insert_into(core_issue::table).values(&batch.issues).execute(conn).await?;
    insert_into(core_fileupload::table).values(&batch.uploads).execute(conn).await?;
    let targets = store_subjects(conn, types, batch.subjects).await?;
    let mut notes: Vec<_> = batch
        .notes
        .into_iter()
        .zip(targets)
        .filter_map(|(note, target)| {
            let (content_type_id, object_id) = target.unzip();
            Some(rows::Note { content_type_id, object_id, ..note? })
        })
        .collect();
    notes.sort_by_key(|note| note.created_at);
    insert_into(core_issuenote::table).values(&notes).execute(conn).await?;
    Ok(())
}

/// The rows of many cases, table by table. Links to rows without an id yet are positions.
#[derive(Default)]
struct Batch {
    people: Vec<rows::Person>,
    clients: Vec<rows::Client>,
    tenancies: Vec<rows::Tenancy>,
    /// Agent and landlord of each tenancy, as positions in `people`.
    people_of_tenancy: Vec<[Option<usize>; 2]>,
    submissions: Vec<rows::Submission>,
    issues: Vec<rows::Issue>,
    tenancy_of_issue: Vec<usize>,
    supporter_of_issue: Vec<Option<usize>>,
    uploads: Vec<rows::FileUpload>,
    notes: Vec<Option<rows::Note>>,
    subjects: Vec<EntrySubject>,
}

impl Batch {
    fn add_house(&mut self, household: Household) {
        let people = [household.agent, household.landlord].map(|person| self.add_person(person));
        self.people_of_tenancy.push(people);
        self.clients.push(household.client);
        self.tenancies.push(household.tenancy);
    }

    fn add_case(&mut self, household: usize, case: Invented) {
        let supporter = self.add_person(case.support_worker);
        self.supporter_of_issue.push(supporter);
        self.tenancy_of_issue.push(household);
        self.issues.push(case.issue);
        self.submissions.extend(case.submission);
        self.uploads.extend(case.uploads);
        for entry in case.entries {
            self.notes.push(entry.note);
            self.subjects.push(entry.subject);
        }
    }

    fn add_person(&mut self, person: Option<rows::Person>) -> Option<usize> {
        self.people.push(person?);
        Some(self.people.len() - 1)
    }

    /// Writes the people's ids where they belong.
    fn link(&mut self, people: &[i32]) {
        for (tenancy, links) in self.tenancies.iter_mut().zip(&self.people_of_tenancy) {
            [tenancy.agent_id, tenancy.landlord_id] = links.map(|link| link.map(|at| people[at]));
        }
        for (issue, link) in self.issues.iter_mut().zip(&self.supporter_of_issue) {
            issue.support_worker_id = link.map(|at| people[at]);
        }
    }
}

/// Content type and id of what a note points to.
type Target = Option<(i32, i32)>;

/// Stores what the notes are subject, and returns where each of them points.
async fn store_subjects(
    conn: &mut Connection,
    types: &ContentTypes,
    subjects: Vec<EntrySubject>,
) -> Result<Vec<Target>> {
    let mut targets: Vec<Target> = vec![None; subjects.len()];
    let (mut events, mut emails) = (Vec::new(), Vec::new());
    let (mut dates, mut services) = (Vec::new(), Vec::new());
    let (mut at_event, mut at_email) = (Vec::new(), Vec::new());
    let (mut at_date, mut at_service) = (Vec::new(), Vec::new());
    for (at, subject) in subjects.into_iter().enumerate() {
        match subject {
            EntrySubject::Nothing => {}
            EntrySubject::User(id) => targets[at] = Some((types.user, id)),
            EntrySubject::Event(row) => {
                events.push(row);
                at_event.push(at);
            }
            EntrySubject::Email(row) => {
                emails.push(row);
                at_email.push(at);
            }
            EntrySubject::Date(entry) => {
                dates.push(entry);
                at_date.push(at);
            }
            EntrySubject::Service(entry) => {
                services.push(entry);
                at_service.push(at);
            }
        }
    }
    let events = insert!(conn, core_issueevent, &events);
    let emails = insert!(conn, emails_email, &emails);
    let dates = store_dates(conn, types, &dates).await?;
    let services = store_services(conn, &services).await?;
    for (kind, places, ids) in [
        (types.event, at_event, events),
        (types.email, at_email, emails),
        (types.audit_event, at_date, dates),
        (types.service_event, at_service, services),
    ] {
        for (at, id) in places.into_iter().zip(ids) {
            targets[at] = Some((kind, id));
        }
    }
    Ok(targets)
}

/// Stores dates with their audit trail, and returns the ids of the audit events.
async fn store_dates(
    conn: &mut Connection,
    types: &ContentTypes,
    entries: &[records::DateEntry],
) -> Result<Vec<i32>> {
    let rows: Vec<_> = entries.iter().map(|entry| &entry.row).collect();
    let ids = insert!(conn, core_issuedate, rows);
    let logs: Vec<_> =
        entries.iter().zip(ids).map(|(entry, id)| entry.log(id, types.date)).collect();
    let logs = insert!(conn, auditlog_logentry, &logs);
    let events: Vec<_> = logs.iter().map(|log| core_auditevent::log_entry_id.eq(log)).collect();
    Ok(insert!(conn, core_auditevent, events))
}

/// Stores services with the events of their making, and returns the ids of the events.
async fn store_services(
    conn: &mut Connection,
    entries: &[records::ServiceEntry],
) -> Result<Vec<i32>> {
    let rows: Vec<_> = entries.iter().map(|entry| &entry.row).collect();
    let ids = insert!(conn, core_service, rows);
    let events: Vec<_> = entries.iter().zip(ids).map(|(entry, id)| entry.event(id)).collect();
    Ok(insert!(conn, core_serviceevent, &events))
}
