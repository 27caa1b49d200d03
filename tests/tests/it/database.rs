//! Making and adopting databases.

use clerk_tests::TestDb;

#[tokio::test]
async fn a_new_database_has_a_job_queue() {
    let db = TestDb::migrated().await;
    assert_eq!(db.value::<i64>("SELECT count(*) FROM clerk.job", &[]).await, 0);
}
