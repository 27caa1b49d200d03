//! The welcome email of a new case.

use clerk_tests::{World, factories};
use clerk_workflows::mail_goes_out::send_email;
use clerk_workflows::welcome_client::welcome_client;
use serde_json::json;

#[tokio::test]
async fn a_new_client_is_welcomed_once() {
    let world = World::builder().stopped().vars(&[("EMAIL_ALLOWED_DOMAINS", "*")]).build().await;
    let case =
        factories::new_case().client_named("Mary <b>", "O'Nguyen & Co").create(&world.db).await.id;
    welcome_client(&world.ctx, case).await.unwrap();
    welcome_client(&world.ctx, case).await.unwrap();

    let address = format!("case.{}@mail.fake.anikalegal.org.au", &case.to_string()[..8]);
    let emails = world
        .db
        .query(
            "SELECT id, state, from_address, to_address, cc_addresses = '{}', subject, thread_name,
                text, html FROM emails_email WHERE issue_id = $1",
            &[&case],
        )
        .await;
    assert_eq!(emails.len(), 1);
    let text = |column: usize| emails[0].get::<_, String>(column);
    let email: i32 = emails[0].get(0);
    assert_eq!(text(1), "READY_TO_SEND");
    assert_eq!(text(2), format!("Anika Legal <{address}>"));
    assert_eq!(text(3), "mary@example.com");
    assert!(emails[0].get::<_, bool>(4));
    assert_eq!(text(5), "We have received your enquiry");
    assert_eq!(text(6), "we-have-received-your-enquiry");
    let (plain, html) = (text(7), text(8));
    for part in ["Mary <b> O'Nguyen & Co", "R0042", &address, "Anika Legal"] {
        assert!(plain.contains(part), "{part} is not in\n{plain}");
    }
    for part in ["Mary &lt;b&gt; O&#x27;Nguyen &amp; Co", "R0042", &address, "<!DOCTYPE html>"] {
        assert!(html.contains(part), "{part} is not in\n{html}");
    }
    assert!(!html.contains("Mary <b>") && !plain.contains("<p"));
    assert!(!html.contains("{{") && !html.contains("{%"));
    assert_eq!(world.jobs().await, [json!({ "job": "send_email", "email": email })]);
    assert!(is_welcomed(&world, case).await);

    send_email(&world.ctx, email).await.unwrap();
    let mails = world.mail_folder();
    assert_eq!(mails.len(), 1);
    assert!(mails[0].1.contains("To: mary@example.com\r\n"));
    assert!(mails[0].1.contains(&format!("From: \"Anika Legal\" <{address}>\r\n")));
    assert!(mails[0].1.contains("Subject: We have received your enquiry\r\n"));
    assert_eq!(world.email_state(email).await, "SENT");
}

#[tokio::test]
async fn two_runs_at_a_time_write_one_email() {
    let world = World::build().await;
    let case = factories::new_case().create(&world.db).await.id;
    let runs = (0..4).map(|_| welcome_client(&world.ctx, case));
    for outcome in futures_util::future::join_all(runs).await {
        outcome.unwrap();
    }
    assert_eq!(world.db.value::<i64>("SELECT count(*) FROM emails_email", &[]).await, 1);
}

#[tokio::test]
async fn while_the_office_is_closed_its_own_words_are_sent() {
    let world = World::build().await;
    // The clock says 1 pm on 23 November in Melbourne; the last day closed is the 23rd.
    let template: i64 = world
        .db
        .value(
            "INSERT INTO office_closuretemplate (created_at, call_text, email_html, notice_html)
             VALUES (now(), '', '<p>Dear {{name}},</p><p>Closed {close_date} to {reopen_date}. Your
                number: {{fileref}}. Write to {{case_email}}</p>', '') RETURNING id",
            &[],
        )
        .await;
    for (close, reopen) in
        [("2026-11-01", "2026-11-23"), ("2026-11-21", "2026-11-24"), ("2026-11-24", "2026-12-01")]
    {
        world
            .db
            .execute(
                &format!(
                    "INSERT INTO office_closure (created_at, close_date, reopen_date, template_id)
                     VALUES (now(), '{close}', '{reopen}', $1)"
                ),
                &[&template],
            )
            .await;
    }
    let case = factories::new_case().client_named("Mary", "<i>").create(&world.db).await.id;
    welcome_client(&world.ctx, case).await.unwrap();
    let html: String = world.db.value("SELECT html FROM emails_email", &[]).await;
    for part in [
        "Dear Mary &lt;i&gt;,",
        "Closed Saturday 21st November 2026 to Tuesday 24th November 2026.",
        "number: R0042.",
        &format!("case.{}@mail.fake.anikalegal.org.au", &case.to_string()[..8]),
    ] {
        assert!(html.contains(part), "{part} is not in\n{html}");
    }
    let text: String = world.db.value("SELECT text FROM emails_email", &[]).await;
    assert!(text.contains("Dear Mary <i>,"), "{text}");

    // The next instant in Melbourne that is the 24th, when another closure begins.
    world.ctx.clock.set("2026-11-30T12:59:59Z".parse().unwrap());
    let last_day = factories::new_case().create(&world.db).await.id;
    welcome_client(&world.ctx, last_day).await.unwrap();
    world.ctx.clock.set("2026-11-30T13:00:00Z".parse().unwrap());
    let reopened = factories::new_case().create(&world.db).await.id;
    welcome_client(&world.ctx, reopened).await.unwrap();
    for (case, closed) in [(last_day, true), (reopened, false)] {
        let sql = "SELECT text LIKE '%Closed%' FROM emails_email WHERE issue_id = $1";
        assert_eq!(world.db.value::<bool>(sql, &[&case]).await, closed);
    }
}

#[tokio::test]
async fn a_client_without_an_address_gets_no_email() {
    let world = World::build().await;
    let case = factories::new_case().client_email(" ").create(&world.db).await.id;
    welcome_client(&world.ctx, case).await.unwrap();
    assert_eq!(world.db.value::<i64>("SELECT count(*) FROM emails_email", &[]).await, 0);
    assert!(is_welcomed(&world, case).await);
    assert!(world.jobs().await.is_empty());
}

async fn is_welcomed(world: &World, case: uuid::Uuid) -> bool {
    let sql = "SELECT is_welcome_email_sent FROM core_issue WHERE id = $1";
    world.db.value(sql, &[&case]).await
}
