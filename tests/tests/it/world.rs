//! What the tests of mail, Slack and SharePoint share: a context whose outside is a fake, and rows.

use chrono::{DateTime, TimeDelta, Utc};
use clerk_base::{
    clock::Clock,
    config::{Config, Source},
};
use clerk_domain::Context;
use clerk_tests::{FakeOutside, TestDb};
use tempfile::TempDir;
use uuid::Uuid;

pub struct Bench {
    pub db: TestDb,
    pub fake: FakeOutside,
    pub ctx: Context,
    folder: TempDir,
    variables: Vec<(String, String)>,
}

/// Columns of a case that tests set; everything else is plain.
pub struct CaseRow {
    pub topic: &'static str,
    pub fileref: &'static str,
    pub first_name: &'static str,
    pub last_name: &'static str,
    pub email: &'static str,
    pub referrer_type: &'static str,
    pub referrer: &'static str,
    pub is_open: bool,
    pub paralegal: Option<i32>,
}

impl Default for CaseRow {
    fn default() -> Self {
        Self {
            topic: "REPAIRS",
            fileref: "R0042",
            first_name: "Mary",
            last_name: "Nguyen",
            email: "mary@example.com",
            referrer_type: "",
            referrer: "",
            is_open: true,
            paralegal: None,
        }
    }
}

impl Bench {
    /// With more variables on top of those for a test.
    pub async fn new(variables: &[(&str, &str)]) -> Self {
        let db = TestDb::migrated().await;
        let fake = FakeOutside::start().await;
        let folder = tempfile::tempdir().unwrap();
        let path = |name| folder.path().join(name).to_str().unwrap().to_owned();
        let mut all = db.variables();
        all.extend([
            ("DJANGO_SETTINGS_MODULE".into(), "clerk.settings.test".into()),
            ("CLERK_OUTSIDE_URL".into(), fake.url()),
            ("CLERK_FILES_DIR".into(), path("files")),
            ("CLERK_MAIL_DIR".into(), path("mail")),
        ]);
        all.extend(variables.iter().map(|(name, value)| ((*name).into(), (*value).into())));
        let config = Config::read(&all.iter().cloned().collect::<Source>()).unwrap();
        let clock = Clock::fixed("2026-11-23T02:00:00Z".parse().unwrap());
        let ctx = Context::new(config, clock).unwrap();
        Self { db, fake, ctx, folder, variables: all }
    }

    /// A context on the same database and fakes, with other variables, and the same time on a clock of
    /// its own.
    pub fn with(&self, variables: &[(&str, &str)]) -> Context {
        let other = variables.iter().map(|(name, value)| ((*name).into(), (*value).into()));
        let all: Source = self.variables.iter().cloned().chain(other).collect();
        Context::new(Config::read(&all).unwrap(), Clock::fixed(self.now())).unwrap()
    }

    /// Runs `clerk-worker` with the same variables.
    pub fn worker(&self, arguments: &[&str]) -> std::process::Command {
        let program = clerk_tests::binaries::clerk_worker();
        let mut command = clerk_tests::binaries::command(&program, self.variables.clone());
        command.args(arguments);
        command
    }

    /// With mail through SendGrid to anybody.
    pub async fn with_sendgrid() -> Self {
        Self::new(&SENDGRID).await
    }

    pub fn now(&self) -> DateTime<Utc> {
        self.ctx.clock.now()
    }

    pub fn pass(&self, time: TimeDelta) {
        self.ctx.clock.set(self.now() + time);
    }

    /// The messages in the mail folder, in the order they were sent.
    pub fn mail_folder(&self) -> Vec<(String, String)> {
        let Ok(folder) = std::fs::read_dir(self.folder.path().join("mail")) else {
            return Vec::new();
        };
        let mut mails: Vec<_> = folder
            .map(|entry| {
                let path = entry.unwrap().path();
                let name = path.file_name().unwrap().to_str().unwrap().to_owned();
                (name, std::fs::read_to_string(path).unwrap())
            })
            .collect();
        mails.sort();
        mails
    }

    /// A case with its client and tenancy.
    pub async fn case(&self, row: CaseRow) -> Uuid {
        let (client, case, now) = (Uuid::new_v4(), Uuid::new_v4(), self.now());
        self.db
            .execute(
                "INSERT INTO core_client (id, created_at, modified_at, first_name, last_name, email,
                    phone_number, primary_language_non_english, is_aboriginal_or_torres_strait_islander,
                    call_times, special_circumstances, legal_access_difficulties, primary_language,
                    notes, centrelink_support, eligibility_circumstances, eligibility_notes,
                    requires_interpreter, pronouns, contact_notes, contact_restriction)
                 VALUES ($1, $2, $2, $3, $4, $5, '', false, '', '{}', '{}', '{}', '', '', false, '{}',
                    '', '', '', '', '')",
                &[&client, &now, &row.first_name, &row.last_name, &row.email],
            )
            .await;
        let tenancy: i32 = self
            .db
            .value(
                "INSERT INTO core_tenancy (created_at, modified_at, address, is_on_lease,
                    rental_circumstances)
                 VALUES ($1, $1, '1 Test St', '', '') RETURNING id",
                &[&now],
            )
            .await;
        self.db
            .execute(
                "INSERT INTO core_issue (id, created_at, modified_at, topic, client_id, tenancy_id,
                    fileref, referrer, referrer_type, is_open, paralegal_id, is_alert_sent,
                    is_case_sent, is_sharepoint_set_up, is_welcome_email_sent,
                    provided_legal_services, outcome_notes, stage, employment_status,
                    annual_income_range)
                 VALUES ($1, $2, $2, $3, $4, $5, $6, $7, $8, $9, $10, false, false, false, false,
                    false, '', 'UNSTARTED', '{}', '')",
                &[
                    &case,
                    &now,
                    &row.topic,
                    &client,
                    &tenancy,
                    &row.fileref,
                    &row.referrer,
                    &row.referrer_type,
                    &row.is_open,
                    &row.paralegal,
                ],
            )
            .await;
        case
    }

    /// An account.
    pub async fn user(&self, email: &str) -> i32 {
        self.db
            .value(
                "INSERT INTO auth_user (password, is_superuser, username, first_name, last_name,
                    email, is_staff, is_active, date_joined, is_intern, case_capacity)
                 VALUES ('!', false, $1, 'Pat', 'Paralegal', $1, false, true, $2, false, 0)
                 RETURNING id",
                &[&email, &self.now()],
            )
            .await
    }

    /// An email of a case in a state, to somebody.
    pub async fn email(&self, case: Option<Uuid>, state: &str, to: &str, cc: &[&str]) -> i32 {
        self.db
            .value(
                "INSERT INTO emails_email (issue_id, state, to_address, cc_addresses, from_address,
                    subject, thread_name, text, html, created_at, is_alert_sent, sendgrid_id)
                 VALUES ($1, $2, $3, $4, 'Anika Legal <old@example.org>', 'Your repairs – news',
                    'your-repairs-news', 'Plain words', '<p>Rich words</p>', $5, false, '')
                 RETURNING id",
                &[&case, &state, &to, &cc, &self.now()],
            )
            .await
    }

    /// An email that is ready to send.
    pub async fn ready(&self, case: Option<Uuid>) -> i32 {
        self.email(case, "READY_TO_SEND", "mary@example.com", &[]).await
    }

    pub async fn state(&self, email: i32) -> String {
        self.db.value("SELECT state FROM emails_email WHERE id = $1", &[&email]).await
    }

    /// The states of the attempts at an email, oldest first.
    pub async fn attempts(&self, email: i32) -> Vec<String> {
        let sql = "SELECT state FROM clerk.email_attempt WHERE email_id = $1 ORDER BY created_at";
        self.db.query(sql, &[&email]).await.iter().map(|row| row.get(0)).collect()
    }

    /// The payloads of the jobs that wait, oldest first.
    pub async fn jobs(&self) -> Vec<serde_json::Value> {
        let sql = "SELECT payload FROM clerk.job WHERE state = 'Pending' ORDER BY id";
        self.db.query(sql, &[]).await.iter().map(|row| row.get(0)).collect()
    }
}

/// Mail through SendGrid to anybody.
pub const SENDGRID: [(&str, &str); 3] =
    [("CLERK_MAIL", "sendgrid"), ("SENDGRID_API_KEY", "test-key"), ("EMAIL_ALLOWED_DOMAINS", "*")];
