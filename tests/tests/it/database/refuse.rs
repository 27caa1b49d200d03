//! Databases that are neither empty nor the original's.

use clerk_store::db::MigrateError;
use clerk_tests::TestDb;

use super::{catalogue, made_by_the_original, migrate};

/// A change to the original's database and the differences that it makes.
const CASES: &[(&str, &[&str])] = &[
    (
        "ALTER TABLE core_issue DROP COLUMN outcome_notes",
        &["column core_issue.outcome_notes: is missing, should be text NOT NULL"],
    ),
    (
        "ALTER TABLE core_issue ALTER topic TYPE text",
        &["column core_issue.topic: is text NOT NULL, not character varying(32) NOT NULL"],
    ),
    (
        "ALTER TABLE core_issue ALTER referrer DROP NOT NULL",
        &[
            "column core_issue.referrer: is character varying(64), not character varying(64) NOT NULL",
        ],
    ),
    (
        "ALTER TABLE core_issue ALTER stage SET DEFAULT 'OTHER'",
        &["column core_issue.stage: is character varying(32) NOT NULL DEFAULT \
           'OTHER'::character varying, not character varying(32) NOT NULL"],
    ),
    (
        "ALTER TABLE core_issue ADD COLUMN colour text",
        &["column core_issue.colour: is unknown (text)"],
    ),
    (
        "ALTER TABLE core_person ALTER id DROP IDENTITY",
        &["column core_person.id: is integer NOT NULL, not integer NOT NULL (numbered)"],
    ),
    (
        "ALTER TABLE core_tenancy ALTER id SET GENERATED ALWAYS",
        &["column core_tenancy.id: is integer NOT NULL GENERATED ALWAYS AS IDENTITY, not integer \
           NOT NULL (numbered)"],
    ),
    (
        "ALTER TABLE emails_emailtemplate ALTER name TYPE varchar(64) COLLATE \"default\"",
        &["column emails_emailtemplate.name: is character varying(64) NOT NULL, not character \
           varying(64) COLLATE natural NOT NULL"],
    ),
    (
        "ALTER TABLE auth_group DROP CONSTRAINT auth_group_name_key",
        &["unique constraint auth_group.auth_group_name_key: is missing, should be UNIQUE (name)"],
    ),
    (
        "ALTER TABLE core_client DROP CONSTRAINT core_client_pkey CASCADE",
        &[
            "primary key core_client.core_client_pkey: is missing, should be PRIMARY KEY (id)",
            "foreign key core_issue.core_issue_client_id_185e608d_fk_core_client_id: is missing, \
             should be FOREIGN KEY (client_id) REFERENCES public.core_client(id) DEFERRABLE \
             INITIALLY DEFERRED",
        ],
    ),
    (
        "ALTER TABLE core_issue ALTER CONSTRAINT core_issue_tenancy_id_6eab2976_fk_core_tenancy_id \
         NOT DEFERRABLE",
        &["foreign key core_issue.core_issue_tenancy_id_6eab2976_fk_core_tenancy_id: is FOREIGN \
           KEY (tenancy_id) REFERENCES public.core_tenancy(id), not FOREIGN KEY (tenancy_id) \
           REFERENCES public.core_tenancy(id) DEFERRABLE INITIALLY DEFERRED"],
    ),
    (
        "ALTER TABLE auth_user DROP CONSTRAINT auth_user_case_capacity_check",
        &["check constraint auth_user.auth_user_case_capacity_check: is missing, should be CHECK \
           ((case_capacity >= 0))"],
    ),
    (
        "ALTER TABLE core_issue ADD CONSTRAINT no_bonds CHECK (outcome <> 'BONDS')",
        &["check constraint core_issue.no_bonds: is unknown (CHECK (((outcome)::text <> \
           'BONDS'::text)))"],
    ),
    (
        "DROP INDEX core_issue_client_id_185e608d",
        &["index core_issue.core_issue_client_id_185e608d: is missing, should be CREATE INDEX \
           core_issue_client_id_185e608d ON public.core_issue USING btree (client_id)"],
    ),
    ("DROP TABLE core_auditevent", &["table core_auditevent: is missing"]),
];

#[tokio::test]
async fn each_difference_is_named_and_nothing_is_changed() {
    let db = made_by_the_original().await;
    for (change, _) in CASES {
        db.execute(change, &[]).await;
    }
    let mut found = refused(&db).await;
    let mut expected: Vec<_> = CASES.iter().flat_map(|(_, expected)| *expected).copied().collect();
    found.sort();
    expected.sort();
    assert_eq!(found, expected);
}

#[tokio::test]
async fn one_difference_is_enough() {
    let db = made_by_the_original().await;
    db.execute("DROP INDEX core_issue_client_id_185e608d", &[]).await;
    assert_eq!(refused(&db).await.len(), 1);
}

#[tokio::test]
async fn a_database_of_another_program_is_refused() {
    let db = TestDb::empty().await;
    db.execute("CREATE TABLE invoices (id int PRIMARY KEY)", &[]).await;
    let differences = refused(&db).await;
    // The natural collation and all the tables; what belongs to a table goes without saying.
    assert_eq!(differences.len(), 125);
    assert!(differences.contains(&"table core_issue: is missing".to_owned()));
    assert!(
        differences.contains(&"collation natural: is missing, should be icu en-u-kn".to_owned())
    );
}

#[tokio::test]
async fn a_table_must_be_a_table() {
    let db = made_by_the_original().await;
    db.execute("ALTER TABLE core_auditevent RENAME TO core_auditevent_old", &[]).await;
    db.execute("CREATE VIEW core_auditevent AS SELECT * FROM core_auditevent_old", &[]).await;
    assert_eq!(refused(&db).await, ["table core_auditevent: is missing"]);
}

/// The differences for which a database is refused, which must leave it unchanged.
async fn refused(db: &TestDb) -> Vec<String> {
    let before = catalogue(db).await;
    let Err(MigrateError::Refused(differences)) = migrate(db).await else {
        panic!("the database was not refused");
    };
    assert!(catalogue(db).await == before, "the original's schema was changed");
    let schemas = "SELECT count(*) FROM pg_namespace WHERE nspname = 'clerk'";
    assert_eq!(db.value::<i64>(schemas, &[]).await, 0);
    differences.iter().map(ToString::to_string).collect()
}
