//! Mail that may not leave a system that is not in production.

use clerk_domain::emails::{self, Released, stuck};
use clerk_worker::jobs::send_email;
use serde_json::json;

use super::{command, posts, with};

#[tokio::test]
async fn held_mail_is_listed_and_sent_when_it_is_allowed() {
    let bench = with(&[("EMAIL_ALLOWED_DOMAINS", "example.org")]).await;
    let held = bench.ready(None).await;
    let other = bench.email(None, "READY_TO_SEND", "x@elsewhere.example", &[]).await;
    let draft = bench.ready(None).await;
    for email in [held, other, draft] {
        send_email::run(&bench.ctx, email).await.unwrap();
    }
    bench.db.execute("UPDATE emails_email SET state = 'DRAFT' WHERE id = $1", &[&draft]).await;
    let listed = stuck::list(&bench.ctx).await.unwrap();
    assert_eq!(listed.iter().map(|it| it.email).collect::<Vec<_>>(), [held, other]);
    assert!(
        listed.iter().all(|it| it.kind == "held" && it.reason.contains("EMAIL_ALLOWED_DOMAINS"))
    );
    let none = Released { released: 0, held: 2 };
    assert_eq!(emails::release_held(&bench.ctx).await.unwrap(), none);
    assert!(bench.jobs().await.is_empty());

    let wider = bench.with(&[("EMAIL_ALLOWED_DOMAINS", "example.org,example.com")]);
    let one = Released { released: 1, held: 1 };
    assert_eq!(emails::release_held(&wider).await.unwrap(), one);
    assert_eq!(bench.jobs().await, [json!({ "job": "send_email", "email": held })]);
    // Those on their way are not counted again.
    let rest = Released { released: 0, held: 1 };
    assert_eq!(emails::release_held(&wider).await.unwrap(), rest);
    send_email::run(&wider, held).await.unwrap();
    assert_eq!(bench.state(held).await, "SENT");
    assert_eq!(bench.attempts(held).await, ["Held", "Accepted"]);
    assert_eq!(bench.fake.calls().len(), 1);
    bench.db.execute("UPDATE clerk.job SET state = 'Done'", &[]).await;
    let (ok, said) = command(&bench, &["email", "release-held"]);
    assert!(ok && said.contains("0 emails will be sent now, 1 are still held"), "{said}");
    assert!(posts(&bench).is_empty());
}
