//! A database that the original made.

use clerk_store::db::{self, Start};
use clerk_tests::cluster::Cluster;

use super::{
    catalogue, dump, expected_catalogue, made_by_the_original, migrate, restored,
    without_our_indexes,
};

#[tokio::test]
async fn the_originals_sample_data_is_adopted_untouched() {
    let Some(db) = restored().await else { return };
    assert!(catalogue(&db).await == expected_catalogue());
    let people = "SELECT count(*) FROM auth_user";
    let users: i64 = db.value(people, &[]).await;
    assert!(users > 0);
    let before = dump(&db, &["--schema=public"]);

    let outcome = migrate(&db).await.unwrap();
    assert_eq!(outcome.start, Start::Original);
    assert_eq!(outcome.applied[0], "00000000000001_jobs");
    db.execute("CREATE INDEX clerk_by_stage ON core_issue (stage)", &[]).await;
    assert!(without_our_indexes(&dump(&db, &["--schema=public"])) == before);
    assert_eq!(db.value::<i64>(people, &[]).await, users);

    let again = migrate(&db).await.unwrap();
    assert_eq!((again.start, again.applied.len()), (Start::Known, 0));
}

#[tokio::test]
async fn additions_do_not_matter() {
    let db = made_by_the_original().await;
    for sql in [
        "CREATE TABLE notes_of_the_office (id int PRIMARY KEY, case_id uuid REFERENCES core_issue)",
        "CREATE VIEW open_cases AS SELECT * FROM core_issue WHERE is_open",
        "CREATE INDEX cases_by_stage ON core_issue (stage)",
        "INSERT INTO auth_group (name) VALUES ('Volunteer')",
        // Ids in tables older than Django 4.1 come from a default.
        "ALTER TABLE core_person ALTER id DROP IDENTITY",
        "CREATE SEQUENCE person_ids OWNED BY core_person.id",
        "ALTER TABLE core_person ALTER id SET DEFAULT nextval('person_ids')",
        // The order of columns follows a database's history.
        "ALTER TABLE core_person DROP COLUMN email",
        "ALTER TABLE core_person ADD COLUMN email varchar(150) NOT NULL",
    ] {
        db.execute(sql, &[]).await;
    }
    assert_eq!(migrate(&db).await.unwrap().start, Start::Original);
}

#[tokio::test]
async fn a_plan_changes_nothing() {
    let db = made_by_the_original().await;
    let before = dump(&db, &[]);
    let plan = db::plan(Cluster::get().options(&db.name)).await.unwrap();
    assert_eq!(plan.start, Start::Original);
    assert_eq!(dump(&db, &[]), before);
    assert_eq!(migrate(&db).await.unwrap(), plan);
}

#[tokio::test]
async fn later_changes_are_reported_but_do_not_stop_anything() {
    let db = made_by_the_original().await;
    migrate(&db).await.unwrap();
    db.execute("ALTER TABLE core_issue ALTER topic TYPE text", &[]).await;
    let outcome = migrate(&db).await.unwrap();
    assert_eq!(outcome.start, Start::Known);
    let drift: Vec<_> = outcome.drift.iter().map(ToString::to_string).collect();
    assert_eq!(
        drift,
        ["column core_issue.topic: is text NOT NULL, not character varying(32) NOT NULL"]
    );
}
