//! `clerk-worker demo-data`, the real program.

use clerk_tests::{TestDb, binaries};
use serde_json::Value;

/// Runs the command; its files go to a folder that is deleted afterwards.
fn demo_data(db: &TestDb, arguments: &[&str], more: &[(&str, &str)]) -> (bool, String) {
    let files = tempfile::tempdir().unwrap();
    let mut command = binaries::command(&binaries::clerk_worker(), db.variables());
    command.env("CLERK_FILES_DIR", files.path()).arg("demo-data").args(arguments);
    let output = command.envs(more.iter().copied()).output().unwrap();
    if output.status.success() {
        let stored = std::fs::read_dir(files.path().join("file-uploads")).unwrap().count();
        assert_eq!(stored, 1, "the picture that the clients sent in");
    }
    (output.status.success(), binaries::text(&output))
}

fn added(db: &TestDb, arguments: &[&str]) {
    let (success, text) = demo_data(db, arguments, &[]);
    assert!(success, "{text}");
}

/// The values of a text column or of an array of them.
async fn distinct(db: &TestDb, column: &str, table: &str) -> Vec<String> {
    let sql = format!("SELECT DISTINCT {column} FROM {table} ORDER BY 1");
    db.query(&sql, &[]).await.iter().map(|row| row.get(0)).collect()
}

async fn count(db: &TestDb, from: &str) -> i64 {
    db.value(&format!("SELECT count(*) FROM {from}"), &[]).await
}

const STAGES: [&str; 8] = [
    "ADVICE",
    "CLIENT_AGREEMENT",
    "CLOSED",
    "FORMAL_LETTER",
    "NEGOTIATIONS",
    "POST_CASE_INTERVIEW",
    "UNSTARTED",
    "VCAT_CAV",
];

/// Column, table and the values that the original accepts.
const CHOICES: [(&str, &str, &str); 20] = [
    (
        "topic",
        "core_issue",
        "REPAIRS RENT_REDUCTION EVICTION_ARREARS EVICTION_RETALIATORY BONDS OTHER HEALTH_CHECK",
    ),
    (
        "outcome",
        "core_issue WHERE outcome IS NOT NULL",
        "OUT_OF_SCOPE CHANGE_OF_SCOPE RESOLVED_EARLY CHURNED UNKNOWN SUCCESSFUL UNSUCCESSFUL",
    ),
    (
        "referrer_type",
        "core_issue",
        "LEGAL_CENTRE COMMUNITY_ORGANISATION SEARCH SOCIAL_MEDIA WORD_OF_MOUTH ONLINE_AD \
         HOUSING_SERVICE RADIO BILLBOARD POSTER RETURNING_CLIENT",
    ),
    (
        "unnest(employment_status)",
        "core_issue",
        "WORKING_FULL_TIME WORKING_PART_TIME WORKING_CASUALLY WORKING_TEMPORARY STUDENT APPRENTICE \
         RETIRED PARENT TEMPORARILY_UNABLE LOOKING_FOR_WORK NOT_LOOKING_FOR_WORK",
    ),
    (
        "annual_income_range",
        "core_issue WHERE annual_income_range <> ''",
        "UNDER_40K FROM_40K_TO_64K FROM_65K_TO_89K FROM_90K_TO_114K FROM_115K_TO_139K \
         FROM_140K_TO_155K OVER_155K",
    ),
    ("unnest(call_times)", "core_client", "WEEK_DAY WEEK_EVENING SATURDAY SUNDAY"),
    (
        "unnest(eligibility_circumstances)",
        "core_client",
        "HOUSING SINGLE_PARENT MENTAL_ILLNESS INTELLECTUAL_DISABILITY PHYSICAL_DISABILITY VISA \
         FAMILY_VIOLENCE UNEXPECTED_CIRCUMSTANCE SUBSTANCE_ABUSE ABORIGINAL_OR_TORRES_STRAIT \
         RENTING STRUGGLING",
    ),
    (
        "is_aboriginal_or_torres_strait_islander",
        "core_client",
        "NO YES_ABORIGINAL YES_TSI YES_ABORIGINAL_AND_TSI YES_CONFIRM PREFER_NOT_TO_ANSWER \
         NOT_STATED",
    ),
    (
        "requires_interpreter",
        "core_client",
        "NO YES_WRITTEN YES_SPOKEN YES_WRITTEN_SPOKEN YES_CONFIRM UNKNOWN",
    ),
    (
        "contact_restriction",
        "core_client WHERE contact_restriction <> ''",
        "DO_NOT_CONTACT DO_NOT_CONTACT_MARKETING DO_NOT_CONTACT_ACTION_RESEARCH",
    ),
    ("is_on_lease", "core_tenancy", "YES NO VERBAL"),
    ("rental_circumstances", "core_tenancy", "SOLO FLATMATES PARTNER FAMILY OTHER"),
    (
        "support_contact_preferences",
        "core_person WHERE support_contact_preferences <> ''",
        "DIRECT_ONLY COPY_ME_IN PERIODIC_UPDATE FINAL_UPDATE RENTER_MIA",
    ),
    (
        "note_type",
        "core_issuenote",
        "PARALEGAL REVIEW PERFORMANCE EVENT EMAIL CONFLICT_CHECK_SUCCESS CONFLICT_CHECK_FAILURE \
         ELIGIBILITY_CHECK_SUCCESS ELIGIBILITY_CHECK_FAILURE",
    ),
    ("event_type", "core_issueevent", "LAWYER PARALEGAL STAGE OPEN"),
    ("next_stage", "core_issueevent WHERE next_stage IS NOT NULL", ""),
    ("type", "core_issuedate", "FILING_DEADLINE HEARING_LISTED LIMITATION NTV_TERMINATION OTHER"),
    ("hearing_type", "core_issuedate WHERE type = 'HEARING_LISTED'", "IN_PERSON VIRTUAL"),
    ("category || ' ' || type", "core_service", SERVICES),
    ("state", "emails_email", "DRAFT SENT DELIVERED DELIVERY_FAILURE INGESTED"),
];

const SERVICES: &str = "DISCRETE LEGAL_ADVICE,DISCRETE LEGAL_TASK,DISCRETE GENERAL_INFORMATION,\
    DISCRETE GENERAL_REFERRAL_SIMPLE,DISCRETE GENERAL_REFERRAL_FACILITATED,ONGOING LEGAL_SUPPORT,\
    ONGOING REPRESENTATION_COURT_TRIBUNAL,ONGOING REPRESENTATION_OTHER";

#[tokio::test]
async fn cases_are_varied_valid_and_consistent() {
    let db = TestDb::migrated().await;
    added(&db, &["--cases", "60"]);
    assert_eq!(distinct(&db, "stage", "core_issue").await, STAGES);
    for (column, table, allowed) in CHOICES {
        let allowed: Vec<&str> = match (column, allowed.contains(',')) {
            ("next_stage", _) => STAGES.into(),
            (_, true) => allowed.split(',').collect(),
            _ => allowed.split_whitespace().collect(),
        };
        let values = distinct(&db, column, table).await;
        assert!(!values.is_empty() || column == "contact_restriction", "{column}");
        for value in values {
            assert!(allowed.contains(&value.as_str()), "{column}: {value}");
        }
    }
    // Each line would count something that cannot be.
    for wrong in [
        "core_issue WHERE is_open = (stage = 'CLOSED')",
        "core_issue WHERE (outcome IS NULL) = (stage = 'CLOSED')",
        "core_issue WHERE (paralegal_id IS NULL) <> (lawyer_id IS NULL)",
        "core_issue WHERE stage NOT IN ('UNSTARTED', 'CLOSED') AND paralegal_id IS NULL",
        "core_issuenote WHERE created_at > now() + interval '1 minute'",
        "core_issuenote n JOIN core_issue i ON i.id = issue_id WHERE n.created_at < i.created_at",
        "core_issuenote WHERE note_type = 'REVIEW' AND event IS NULL",
        "core_issuenote WHERE (note_type IN ('EVENT', 'EMAIL', 'PERFORMANCE')) <> (object_id IS NOT NULL)",
        "core_issuenote WHERE (note_type IN ('EVENT', 'EMAIL')) <> (creator_id IS NULL)",
        "core_service WHERE finished_at < started_at",
        "core_client WHERE email !~ '^[a-z.]+[0-9]+@example[.]com$'",
        "core_client WHERE phone_number !~ '^0491 57[0-9] [0-9]{3}$'",
        "core_person WHERE email !~ '@([a-z-]+[.])?example[.]org$'",
        "core_person WHERE phone_number !~ '^03 (5550|7010) [0-9]{4}$'",
        "core_tenancy WHERE postcode !~ '^3[0-9]{3}$'",
        "emails_email WHERE thread_name = '' OR from_address = '' OR to_address = ''",
    ] {
        assert_eq!(count(&db, wrong).await, 0, "{wrong}");
    }
    assert!(count(&db, "core_issuenote WHERE note_type = 'REVIEW' AND event > now()").await > 0);
}

#[tokio::test]
async fn notes_point_at_what_they_are_about() {
    let db = TestDb::migrated().await;
    added(&db, &["--cases", "60"]);
    for (app, model, target, kind) in [
        ("core", "issueevent", "core_issueevent t USING (issue_id)", "EVENT"),
        ("core", "auditevent", "core_auditevent t ON true", "EVENT"),
        ("core", "serviceevent", "core_serviceevent t ON true", "EVENT"),
        ("emails", "email", "emails_email t USING (issue_id)", "EMAIL"),
        ("accounts", "user", "auth_user t ON true", "PERFORMANCE"),
    ] {
        let notes = format!(
            "core_issuenote n JOIN django_content_type c ON c.id = content_type_id \
             AND app_label = '{app}' AND model = '{model}'"
        );
        let all = count(&db, &notes).await;
        let table = target.replace("USING (issue_id)", "ON t.issue_id = n.issue_id");
        let matching =
            format!("{notes} JOIN {table} WHERE t.id = n.object_id AND note_type = '{kind}'");
        assert!(all > 0, "{model}");
        assert_eq!(count(&db, &matching).await, all, "{model}");
    }
    let logs = "auditlog_logentry l JOIN core_issuedate d ON d.id = l.object_id \
        AND l.serialized_data #>> '{fields,date}' = d.date::text";
    assert_eq!(count(&db, logs).await, count(&db, "core_issuedate").await);
}

#[tokio::test]
async fn answers_are_complete_and_agree_with_the_case() {
    let db = TestDb::migrated().await;
    added(&db, &["--cases", "60"]);
    let rows = db
        .query(
            "SELECT s.answers, i.topic, c.email, t.suburb, i.answers AS kept, i.id FROM core_submission s \
             JOIN core_issue i ON i.submission_id = s.id JOIN core_client c ON c.id = i.client_id \
             JOIN core_tenancy t ON t.id = i.tenancy_id WHERE s.is_complete AND s.is_processed",
            &[],
        )
        .await;
    assert!(rows.len() > 30);
    for row in &rows {
        let answers: Value = row.get("answers");
        assert_eq!(answers.as_object().unwrap().len(), 105);
        assert_eq!(answers["ISSUES"], row.get::<_, String>("topic"));
        assert_eq!(answers["EMAIL"], row.get::<_, String>("email"));
        assert_eq!(answers["SUBURB"], row.get::<_, String>("suburb"));
        assert!(answers["POSTCODE"].is_number());
        let kept: Value = row.get("kept");
        if row.get::<_, String>("topic") == "REPAIRS" {
            assert_eq!(kept["ISSUE_START"], answers["REPAIRS_ISSUE_START"]);
            assert!(kept.get("ISSUE_PHOTO").is_none(), "files are no answers of the case");
            let photos = answers["REPAIRS_ISSUE_PHOTO"].as_array().map_or(0, Vec::len);
            let id: uuid::Uuid = row.get("id");
            let stored: i64 =
                db.value("SELECT count(*) FROM core_fileupload WHERE issue_id = $1", &[&id]).await;
            assert_eq!(stored, photos as i64);
        }
    }
}

#[tokio::test]
async fn another_run_adds_and_goes_on_past_four_digits() {
    let db = TestDb::migrated().await;
    added(&db, &["--cases", "30"]);
    let users = count(&db, "auth_user").await;
    db.execute("UPDATE core_issue SET fileref = 'R9999' WHERE fileref = 'R0001'", &[]).await;
    added(&db, &["--cases", "30"]);
    assert_eq!(count(&db, "core_issue").await, 60);
    assert_eq!(count(&db, "auth_user").await, users);
    assert_eq!(count(&db, "(SELECT DISTINCT fileref FROM core_issue) AS f").await, 60);
    assert_eq!(count(&db, "core_issue WHERE fileref !~ '^[RBECHO][0-9]{4,5}$'").await, 0);
    assert!(count(&db, "core_issue WHERE fileref = 'R10000'").await == 1);
    assert_eq!(
        count(&db, "(SELECT DISTINCT email FROM core_client) AS e").await,
        count(&db, "core_client").await
    );
}

#[tokio::test]
async fn there_is_a_login_for_each_role() {
    let db = TestDb::migrated().await;
    added(&db, &["--cases", "20"]);
    for (name, group) in [
        ("admin", Some("Admin")),
        ("coordinator", Some("Coordinator")),
        ("lawyer", Some("Lawyer")),
        ("paralegal", Some("Paralegal")),
        ("superuser", None),
        ("norole", None),
    ] {
        let email = format!("{name}@anikalegal.org.au");
        let row = &db
            .query(
                "SELECT is_superuser, password, (SELECT g.name FROM auth_user_groups ug \
                 JOIN auth_group g ON g.id = group_id WHERE user_id = u.id) AS group \
                 FROM auth_user u WHERE username = $1 AND email = $1 AND is_active",
                &[&email],
            )
            .await[0];
        assert_eq!(row.get::<_, bool>("is_superuser"), name == "superuser");
        assert_eq!(row.get::<_, Option<&str>>("group"), group, "{name}");
        let stored: String = row.get("password");
        let verdict = clerk_domain::accounts::password::verify(
            clerk_base::config::Secret::new("clerk-demo"),
            Some(clerk_base::config::Secret::new(stored)),
        );
        assert_eq!(verdict.await.unwrap(), clerk_domain::accounts::password::Verdict::Right);
    }
}

#[tokio::test]
async fn the_same_seed_invents_the_same_people() {
    let (one, two, other) =
        (TestDb::migrated().await, TestDb::migrated().await, TestDb::migrated().await);
    added(&one, &["--cases", "20", "--seed", "5"]);
    added(&two, &["--cases", "20", "--seed", "5"]);
    added(&other, &["--cases", "20", "--seed", "6"]);
    let people = "first_name || last_name || email || id::text";
    assert_eq!(
        distinct(&one, people, "core_client").await,
        distinct(&two, people, "core_client").await
    );
    assert_ne!(
        distinct(&one, people, "core_client").await,
        distinct(&other, people, "core_client").await
    );
}

#[tokio::test]
async fn it_is_refused_where_real_people_may_be() {
    let db = TestDb::migrated().await;
    for environment in ["staging", "prod"] {
        let module = format!("clerk.settings.{environment}");
        let variables = [
            ("DJANGO_SETTINGS_MODULE", module.as_str()),
            ("DJANGO_SECRET_KEY", "not-a-real-key-but-a-long-one-for-this-test"),
            ("AWS_ACCESS_KEY_ID", "none"),
            ("AWS_SECRET_ACCESS_KEY", "none"),
            ("SENDGRID_API_KEY", "none"),
        ];
        let (success, text) = demo_data(&db, &["--cases", "1"], &variables);
        assert!(!success);
        assert!(text.contains("Demo data is for development and tests"), "{text}");
    }
    assert_eq!(count(&db, "core_issue").await + count(&db, "auth_user").await, 0);
}
