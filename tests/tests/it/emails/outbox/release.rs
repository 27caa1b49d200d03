//! Mail that may not leave a system that is not in production.

use clerk_domain::emails::outbox::{self, Released};
use clerk_tests::factories;
use clerk_workflows::mail_goes_out::send_email;
use serde_json::json;

use super::{ready, with};

#[tokio::test]
async fn held_mail_is_listed_and_sent_when_it_is_allowed() {
    let world = with(&[("EMAIL_ALLOWED_DOMAINS", "example.org")]).await;
    let held = ready(&world, None).await;
    let other = factories::email("READY_TO_SEND").to("x@elsewhere.example").create(&world.db).await;
    let draft = ready(&world, None).await;
    for email in [held, other, draft] {
        send_email(&world.ctx, email).await.unwrap();
    }
    world.db.execute("UPDATE emails_email SET state = 'DRAFT' WHERE id = $1", &[&draft]).await;
    let listed = super::list_stuck(&world).await;
    assert_eq!(listed.iter().map(|row| row.email).collect::<Vec<_>>(), [held, other]);
    assert!(
        listed.iter().all(|row| row.kind == "held" && row.reason.contains("EMAIL_ALLOWED_DOMAINS"))
    );
    let none = Released { released: 0, held: 2 };
    assert_eq!(outbox::release_held(&world.ctx).await.unwrap(), none);
    assert!(world.jobs().await.is_empty());

    let wider = world.context(&[("EMAIL_ALLOWED_DOMAINS", "example.org,example.com")]);
    let one = Released { released: 1, held: 1 };
    assert_eq!(outbox::release_held(&wider).await.unwrap(), one);
    assert_eq!(world.jobs().await, [json!({ "job": "send_email", "email": held })]);
    // Those on their way are not counted again.
    let rest = Released { released: 0, held: 1 };
    assert_eq!(outbox::release_held(&wider).await.unwrap(), rest);
    send_email(&wider, held).await.unwrap();
    assert_eq!(world.email_state(held).await, "SENT");
    assert_eq!(world.attempts(held).await, ["Held", "Accepted"]);
    assert_eq!(world.fake.calls().len(), 1);
    world.db.execute("UPDATE clerk.job SET state = 'Done'", &[]).await;
    let (ok, said) = world.run_worker(&["email", "release-held"]);
    assert!(ok && said.contains("0 emails will be sent now, 1 are still held"), "{said}");
    assert!(world.slack_posts().is_empty());
}
