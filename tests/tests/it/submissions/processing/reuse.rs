//! Clients and tenancies that are known already.

use clerk_tests::{TestDb, answers};
use serde_json::json;

use super::*;

async fn ids(db: &TestDb, case: Uuid) -> (Uuid, i32) {
    let rows =
        db.query("SELECT client_id, tenancy_id FROM core_issue WHERE id = $1", &[&case]).await;
    (rows[0].get(0), rows[0].get(1))
}

#[tokio::test]
async fn the_same_client_at_the_same_address_comes_back() {
    let World { db, ctx, .. } = &world().await;
    let first = case(ctx, answers::repairs("Linh.Tran@example.org", &[])).await;
    let changes = json!({
        "FIRST_NAME": "Someone", "PHONE": "1", "ADDRESS": " 3/45 Albion Street ", "POSTCODE": 3000,
    });
    let again = answers::with(answers::bonds("linh.tran@EXAMPLE.org", &[], &[]), changes);
    let second = case(ctx, again).await;
    assert_eq!(ids(db, first).await, ids(db, second).await);

    let client: (String, String) = {
        let rows = db.query("SELECT first_name, phone_number FROM core_client", &[]).await;
        assert_eq!(rows.len(), 1);
        (rows[0].get(0), rows[0].get(1))
    };
    assert_eq!(client, ("Linh".to_owned(), "0491 570 156".to_owned()), "what is known stays");
    // The people named the second time are kept, beside the tenancy's own.
    assert_eq!(db.value::<i64>("SELECT count(*) FROM core_person", &[]).await, 3);
}

#[tokio::test]
async fn another_address_is_another_tenancy_and_another_client_never_shares_one() {
    let World { db, ctx, .. } = &world().await;
    let here = case(ctx, answers::repairs("a@example.org", &[])).await;
    let there =
        answers::with(answers::repairs("a@example.org", &[]), json!({"ADDRESS": "1 Elsewhere"}));
    let there = case(ctx, there).await;
    let housemate = case(ctx, answers::repairs("b@example.org", &[])).await;
    let (here, there, housemate) =
        (ids(db, here).await, ids(db, there).await, ids(db, housemate).await);
    assert_eq!(here.0, there.0);
    assert_ne!(here.1, there.1);
    assert_ne!(here.0, housemate.0);
    assert_ne!(here.1, housemate.1);
}

#[tokio::test]
async fn of_several_clients_the_exact_address_wins_and_then_the_oldest() {
    let World { db, ctx, .. } = &world().await;
    let first = case(ctx, answers::repairs("lin@example.org", &[])).await;
    let (client, _) = ids(db, first).await;
    let twin = Uuid::new_v4();
    let columns = "first_name, last_name, date_of_birth, phone_number, primary_language_non_english,
        gender, is_aboriginal_or_torres_strait_islander, call_times, special_circumstances,
        legal_access_difficulties, number_of_dependents, primary_language, notes, centrelink_support,
        eligibility_circumstances, eligibility_notes, requires_interpreter, preferred_name, pronouns,
        contact_notes, contact_restriction";
    db.execute(
        &format!(
            "INSERT INTO core_client (id, created_at, modified_at, email, {columns})
             SELECT $1, created_at + interval '1 day', modified_at, 'LIN@example.org', {columns}
             FROM core_client"
        ),
        &[&twin],
    )
    .await;
    for (email, expected) in
        [("lin@example.org", client), ("LIN@example.org", twin), ("Lin@Example.org", client)]
    {
        let case = case(ctx, answers::repairs(email, &[])).await;
        assert_eq!(ids(db, case).await.0, expected, "{email}");
    }
}
