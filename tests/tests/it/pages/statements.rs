//! A page costs the same number of statements however much it shows.

use clerk_tests::factories;

use crate::cases::{cost, counted};

#[tokio::test]
async fn pages_cost_the_same_for_one_and_for_fifty() {
    let (counter, app) = counted().await;
    let coordinator = app.coordinator().await;
    let person = factories::person(&app.db, "Lana Landlord").await;
    let tenancy = factories::tenancy(&app.db, Some(person), None).await;
    let client = factories::client("Clara", "Client").create(&app.db).await;
    let make = async || {
        let (paralegal, lawyer) = (app.paralegal().await, app.lawyer().await);
        let agent = factories::person(&app.db, "Arno Agent").await;
        let worker = factories::person(&app.db, "Susan Support").await;
        let home = factories::tenancy(&app.db, Some(person), Some(agent)).await;
        let new = || factories::case().lawyer(lawyer.id()).support_worker(worker);
        let unassigned = new().tenancy(home).create(&app.db).await.id;
        let of_client = new().client(client).paralegal(paralegal.id()).create(&app.db).await.id;
        let of_tenancy = new().tenancy(tenancy).paralegal(paralegal.id()).create(&app.db).await.id;
        for case in [unassigned, of_client, of_tenancy] {
            let at = "2026-02-01T14:00:00Z".parse().unwrap();
            factories::note(case, "REVIEW").event(at).create(&app.db).await;
            factories::note(case, "CONFLICT_CHECK_SUCCESS").create(&app.db).await;
        }
        factories::notification_template(&app.db, "GENERAL", "x").await;
        factories::email_template(&app.db, "GENERAL", "x").await;
        of_tenancy
    };
    let case = make().await;
    let admin = app.admin().await;
    let paths = [
        "/clerk/cases/inbox/".to_owned(),
        "/clerk/cases/review/".into(),
        "/clerk/paralegals/".into(),
        format!("/clerk/parties/{person}/"),
        format!("/clerk/tenancy/{tenancy}/"),
        format!("/clerk/client/{client}/"),
        format!("/clerk/cases/email/{case}/draft/"),
    ];
    let mut before = Vec::new();
    for path in &paths {
        before.push(cost(&counter, &coordinator, path).await);
    }
    let notify = cost(&counter, &admin, "/clerk/templates/notify/").await;
    for _ in 0..49 {
        make().await;
    }
    for (path, before) in paths.iter().zip(before) {
        assert!(before > 2, "{path}");
        assert_eq!(cost(&counter, &coordinator, path).await, before, "{path}");
        assert!(before <= 14, "{path}: {before}");
    }
    assert_eq!(cost(&counter, &admin, "/clerk/templates/notify/").await, notify);
}
