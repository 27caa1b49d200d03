//! The notes of a case: who reads which, and the stories of events.

use chrono::{DateTime, Utc};
use clerk_tests::{Actor, TestApp, factories};
use serde_json::{Value, json};
use uuid::Uuid;

async fn notes(actor: &Actor, case: Uuid) -> Vec<Value> {
    let json = actor.get(&format!("/clerk/api/case/{case}/")).await.expect(200).json();
    json["notes"].as_array().unwrap().clone()
}

#[tokio::test]
async fn reviews_are_for_coordinators() {
    let app = TestApp::start().await;
    let (coordinator, paralegal, lawyer) =
        (app.coordinator().await, app.paralegal().await, app.lawyer().await);
    let case = factories::case().paralegal(paralegal.id()).lawyer(lawyer.id());
    let case = case.create(&app.db).await;
    let kinds = [
        "PARALEGAL",
        "EMAIL",
        "CONFLICT_CHECK_SUCCESS",
        "CONFLICT_CHECK_FAILURE",
        "ELIGIBILITY_CHECK_SUCCESS",
        "ELIGIBILITY_CHECK_FAILURE",
        "EVENT",
        "REVIEW",
        "PERFORMANCE",
        "UNHEARD_OF",
    ];
    for kind in kinds {
        factories::note(case.id, kind).text(kind).create(&app.db).await;
    }
    let other = factories::case().create(&app.db).await;
    factories::note(other.id, "PARALEGAL").create(&app.db).await;

    let seen = async |actor: &Actor| {
        let notes = notes(actor, case.id).await;
        notes.iter().map(|note| note["note_type"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    // Made in the same instant: the later row comes first.
    let newest_first =
        |kinds: &[&str]| kinds.iter().rev().map(|kind| (*kind).to_owned()).collect::<Vec<_>>();
    assert_eq!(seen(&coordinator).await, newest_first(&kinds[..9]));
    assert_eq!(seen(&paralegal).await, newest_first(&kinds[..7]));
    assert_eq!(seen(&lawyer).await, newest_first(&kinds[..7]));
    let page = paralegal.get(&format!("/clerk/cases/{}/", case.id)).await.expect(200);
    assert!(!page.text().contains("PERFORMANCE") && !page.text().contains("UNHEARD_OF"));
}

#[tokio::test]
async fn what_a_note_tells() {
    let app = TestApp::start().await;
    let (coordinator, paralegal) = (app.coordinator().await, app.paralegal().await);
    let case = factories::case().create(&app.db).await;
    let event: DateTime<Utc> = "2026-07-01T04:05:06.5Z".parse().unwrap();
    let first = factories::note(case.id, "REVIEW").text("Going **well**").by(coordinator.id());
    first.event(event).create(&app.db).await;
    let second = factories::note(case.id, "PERFORMANCE").target("user", paralegal.id());
    second.at("2026-07-02T13:59:00Z".parse().unwrap()).create(&app.db).await;
    let third = factories::note(case.id, "PERFORMANCE");
    third.at("2026-07-03T02:00:00Z".parse().unwrap()).create(&app.db).await;

    let notes = notes(&coordinator, case.id).await;
    let (empty, performance, review) = (&notes[0], &notes[1], &notes[2]);
    assert_eq!(review["text"], "Going **well**");
    assert_eq!(review["text_display"], "Going **well**");
    assert_eq!(review["created_at"], "05/03/26 at 4PM");
    assert_eq!(review["event"], "2026-07-01T14:05:06.500000+10:00");
    assert_eq!(review["creator"]["id"], coordinator.id());
    assert!(review["reviewee"].is_null());
    assert_eq!(performance["created_at"], "02/07/26 at 11PM");
    assert!(performance["creator"].is_null() && performance["event"].is_null());
    assert_eq!(performance["reviewee"]["id"], paralegal.id());
    assert_eq!(performance["reviewee"]["groups"]["value"], json!(["Paralegal"]));
    // Written while the case had no paralegal.
    assert_eq!(empty["reviewee"]["groups"], json!([]));
    assert!(empty["reviewee"].get("id").is_none());
}

#[tokio::test]
async fn changes_of_the_case_are_told() {
    let app = TestApp::start().await;
    let (coordinator, paralegal, lawyer) =
        (app.coordinator().await, app.paralegal().await, app.lawyer().await);
    for (id, first, last) in [(paralegal.id(), "Polly", "Parrot"), (lawyer.id(), "Leo", "Lion")] {
        app.db
            .execute(
                "UPDATE auth_user SET first_name = $2, last_name = $3 WHERE id = $1",
                &[&id, &first, &last],
            )
            .await;
    }
    let case = factories::case().create(&app.db).await;
    let (before, after) = (Some(paralegal.id()), Some(lawyer.id()));
    let none: (Option<i32>, Option<i32>) = (None, None);
    let same: (Option<&str>, Option<&str>) = (None, None);
    let unmoved: (Option<bool>, Option<bool>) = (None, None);
    for (kind, users, stages, open) in [
        ("PARALEGAL", (before, after), same, unmoved),
        ("LAWYER", (before, None), same, unmoved),
        ("PARALEGAL", (None, after), same, unmoved),
        ("STAGE", none, (Some("UNSTARTED"), Some("VCAT_CAV")), unmoved),
        ("OPEN", none, (Some("ADVICE"), Some("CLOSED")), (Some(true), Some(false))),
        ("OPEN", none, (Some("CLOSED"), Some("OLD_ONE")), (Some(false), Some(true))),
        ("OPEN", none, same, unmoved),
    ] {
        let event = factories::event(case.id, kind).users(users.0, users.1);
        let event = event.stages(stages.0, stages.1).openness(open.0, open.1).create(&app.db).await;

        factories::note(case.id, "EVENT").target("issueevent", event).create(&app.db).await;
    }
    let notes = notes(&coordinator, case.id).await;
    let texts: Vec<&str> =
        notes.iter().rev().map(|note| note["text_display"].as_str().unwrap()).collect();
    assert_eq!(
        texts,
        [
            "The paralegal changed from Polly Parrot to Leo Lion.",
            "Polly Parrot is no longer the lawyer of this case.",
            "Leo Lion is now the paralegal of this case.",
            "Stage moved from Not started to VCAT/CAV.",
            "Stage moved from Drafting advice to Closed. The case was closed.",
            "Stage moved from Closed to OLD_ONE. The case was opened again.",
            "A change that Clerk cannot describe.",
        ]
    );
    assert!(notes.iter().all(|note| note["text"] == "" && note["creator"].is_null()));
}

#[tokio::test]
async fn changes_of_services_are_told() {
    let app = TestApp::start().await;
    let coordinator = app.coordinator().await;
    app.db
        .execute(
            "UPDATE auth_user SET first_name = 'Cora', last_name = '<O''Neil>' WHERE id = $1",
            &[&coordinator.id()],
        )
        .await;
    let case = factories::case().create(&app.db).await;
    let service = factories::service(&app.db, case.id, "DISCRETE", "LEGAL_TASK").await;
    app.db.execute("UPDATE core_service SET is_deleted = true", &[]).await;

    for (kind, data) in [
        (
            "CREATE",
            json!({"category": "DISCRETE", "type": "LEGAL_TASK", "started_at": "25/03/2026",
                   "count": 3, "notes": "<b>Bold</b><script>x</script>", "finished_at": null}),
        ),
        (
            "DELETE",
            json!({"category": "ONGOING", "type": "<ODD>", "started_at": "2026-03-25",
                   "finished_at": "2026-04-01", "count": 1, "notes": ""}),
        ),
    ] {
        let event: i32 = app
            .db
            .value(
                "INSERT INTO core_serviceevent (created_at, modified_at, event_type, service_id, \
                 user_id, service_at_event) VALUES (now(), now(), $1, $2, $3, $4) RETURNING id",
                &[&kind, &service, &coordinator.id(), &data],
            )
            .await;
        factories::note(case.id, "EVENT").target("serviceevent", event).create(&app.db).await;
    }
    let notes = notes(&coordinator, case.id).await;
    assert_eq!(
        notes[1]["text_display"],
        "<div><span>Cora &lt;O&#39;Neil&gt; added a discrete service:</span>\
         <table class=\"ui definition table small very compact\"><tbody>\
         <tr><td class=\"three wide\">Type</td><td>Legal task</td></tr>\
         <tr><td class=\"three wide\">Date</td><td>25/03/2026</td></tr>\
         <tr><td class=\"three wide\">Count</td><td>3</td></tr>\
         <tr><td class=\"three wide\">Notes</td><td><b>Bold</b></td></tr>\
         </tbody></table></div>"
    );
    let deleted = notes[0]["text_display"].as_str().unwrap();
    assert!(deleted.contains("deleted an ongoing service:"), "{deleted}");
    assert!(deleted.contains("<td>&lt;ODD&gt;</td>") && deleted.contains("<td>01/04/2026</td>"));
    assert!(!deleted.contains("Notes") && !deleted.contains("Count"), "{deleted}");
}

#[tokio::test]
async fn changes_of_critical_dates_are_told() {
    let app = TestApp::start().await;
    let coordinator = app.coordinator().await;
    app.db
        .execute(
            "UPDATE auth_user SET first_name = 'cora', last_name = 'coordinator' WHERE id = $1",
            &[&coordinator.id()],
        )
        .await;
    let case = factories::case().create(&app.db).await;
    let data = json!({"pk": 1, "model": "core.issuedate", "fields": {
        "date": "2026-04-21", "type": "HEARING_LISTED", "issue": case.id, "hearing_type": "VIRTUAL",
        "notes": "<p onclick=\"x()\">At <em>ten</em></p>", "is_reviewed": false,
        "hearing_location": "", "created_at": "2026-11-23T02:25:57.188Z",
        "modified_at": "2026-11-23T02:25:57.188Z"}});
    for (action, actor) in [(0_i16, Some(coordinator.id())), (2, None)] {
        let event: i32 = app
            .db
            .value(
                "WITH entry AS (INSERT INTO auditlog_logentry (object_pk, object_id, object_repr, \
                 action, changes, timestamp, actor_id, content_type_id, remote_addr, \
                 additional_data, serialized_data, cid, changes_text, remote_port, actor_email) \
                 VALUES ('1', 1, '', $1, '{}', now(), $2, (SELECT id FROM django_content_type \
                 WHERE app_label = 'core' AND model = 'issuedate'), NULL, NULL, $3, NULL, '', NULL, \
                 NULL) RETURNING id) \
                 INSERT INTO core_auditevent (log_entry_id) SELECT id FROM entry RETURNING id",
                &[&action, &actor, &data],
            )
            .await;
        factories::note(case.id, "EVENT").target("auditevent", event).create(&app.db).await;
    }
    let notes = notes(&coordinator, case.id).await;
    let rows = "<table class=\"ui definition table small very compact\"><tbody>\
         <tr><td class=\"three wide\">Date</td><td>21/04/2026</td></tr>\
         <tr><td class=\"three wide\">Type</td><td>Hearing listed</td></tr>\
         <tr><td class=\"three wide\">Notes</td><td><p>At <em>ten</em></p></td></tr>\
         <tr><td class=\"three wide\">Is reviewed</td><td>No</td></tr>\
         <tr><td class=\"three wide\">Hearing type</td><td>Virtual</td></tr>\
         </tbody></table></div>";
    let link = format!("<a href=\"/clerk/account/{}/\">Cora Coordinator</a>", coordinator.id());
    assert_eq!(
        notes[1]["text_display"],
        format!("<div><span>{link} added a critical date:</span>{rows}")
    );
    assert_eq!(
        notes[0]["text_display"],
        format!("<div><span>A critical date was deleted:</span>{rows}")
    );
}

#[tokio::test]
async fn an_event_whose_row_is_gone_does_no_harm() {
    let app = TestApp::start().await;
    let coordinator = app.coordinator().await;
    let case = factories::case().create(&app.db).await;
    for model in ["issueevent", "serviceevent", "auditevent", "client"] {
        factories::note(case.id, "EVENT").target(model, 12345).create(&app.db).await;
    }
    let notes = notes(&coordinator, case.id).await;
    assert_eq!(notes.len(), 4);
    assert!(notes.iter().all(|note| note["text_display"] == ""));
}
