//! How busy everybody is.

use clerk_tests::{
    NewUser, factories,
    pages::{context, with_front_end},
};
use serde_json::{Value, json};

#[tokio::test]
async fn everybody_is_counted_once() {
    let (app, _root) = with_front_end().await;
    let admin = app.admin().await;
    let db = &app.db;
    let user = async |email: &'static str, groups: &'static [&'static str], is_active| {
        NewUser { groups, is_active, ..NewUser::new(email) }.create(db).await.id
    };
    let busy = user("busy.bee@anikalegal.org.au", &["Paralegal", "Coordinator"], true).await;
    let idle = user("idle.ian@anikalegal.org.au", &["Coordinator"], true).await;
    let full = user("full.fay@anikalegal.org.au", &["Paralegal"], true).await;
    let lawyer = user("laura.law@anikalegal.org.au", &["Lawyer", "Paralegal"], true).await;
    user("gone.gus@anikalegal.org.au", &["Paralegal", "Lawyer"], false).await;
    user("ed.editor@anikalegal.org.au", &[], true).await;
    db.execute("UPDATE auth_user SET case_capacity = 0 WHERE id = $1", &[&full]).await;
    db.execute("UPDATE auth_user SET case_capacity = 3 WHERE id = $1", &[&busy]).await;
    let new = || factories::case().paralegal(busy);
    let at = "2026-02-01T14:00:00Z".parse().unwrap();
    new().topic("REPAIRS").create(db).await;
    new().topic("BONDS").at(at).create(db).await;
    new().topic("EVICTION_ARREARS").at(at).lawyer(lawyer).create(db).await;
    new().topic("EVICTION_RETALIATORY").at(at).create(db).await;
    new().topic("HEALTH_CHECK").at(at).create(db).await;
    new()
        .topic("BONDS")
        .closed("CHURNED")
        .at("2026-06-01T14:00:00Z".parse().unwrap())
        .create(db)
        .await;
    factories::case().paralegal(full).create(db).await;

    let page = admin.get("/clerk/paralegals/").await.expect(200);
    let found = context(&page, "REACT_CONTEXT");
    let numbers = |person: &Value| {
        let names = [
            "total_cases",
            "open_cases",
            "open_repairs",
            "open_bonds",
            "open_eviction",
            "capacity",
        ];
        json!([
            person["id"],
            names.map(|name| person[name].clone()),
            person["latest_issue_created_at"]
        ])
    };
    let list = |name: &str| found[name].as_array().unwrap().iter().map(numbers).collect::<Vec<_>>();
    assert_eq!(
        list("paralegals"),
        [
            json!([busy, [6, 5, 1, 1, 2, 166], "02/06/26"]),
            json!([idle, [0, 0, 0, 0, 0, 0], null]),
            json!([lawyer, [0, 0, 0, 0, 0, 0], null]),
            json!([full, [1, 1, 1, 0, 0, -1], "04/03/26"]),
        ]
    );
    assert_eq!(list("lawyers"), [json!([lawyer, [1, 1, 0, 0, 1, 25], "02/02/26"])]);
    let first = &found["paralegals"][0];
    assert_eq!(first["full_name"], "Busy Bee");
    assert_eq!(first["groups"]["value"], json!(["Coordinator", "Paralegal"]));
    assert_eq!(first["is_coordinator"], true);
}
