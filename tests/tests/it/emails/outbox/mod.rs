//! Sending emails: never twice, never lost, and reported when the program cannot know.

mod attempts;
mod event_order;
mod events;
mod kills;
mod mailer;
mod relay;
mod release;
mod resolve;
mod retries;
mod send;
mod stuck;

use clerk_domain::{
    emails::outbox::{
        self, Decision, Resolved,
        stuck::{Stuck, list},
    },
    error::Result,
};
use clerk_tests::{World, factories, outside::Answer};
use clerk_workflows::mail_goes_out::send_email;
use uuid::Uuid;

const PROVIDER: &str = "api.sendgrid.com";

/// With SendGrid and a Slack channel.
async fn world() -> World {
    with(&[]).await
}

async fn with(variables: &[(&str, &str)]) -> World {
    World::builder().stopped().sendgrid().slack_channel().vars(variables).build().await
}

/// An email that is ready to send.
async fn ready(world: &World, case: Option<Uuid>) -> i32 {
    factories::email("READY_TO_SEND").case(case).create(&world.db).await
}

async fn resolve(world: &World, attempt: Uuid, decision: Decision) -> Result<Resolved> {
    let (lease, now) = (outbox::lease(&world.ctx.mailer), world.ctx.clock.now());
    let conn = &mut *world.ctx.db().await.unwrap();
    outbox::resolve(conn, attempt, decision, lease, now).await
}

async fn list_stuck(world: &World) -> Vec<Stuck> {
    let (lease, now) = (outbox::lease(&world.ctx.mailer), world.ctx.clock.now());
    list(&mut world.ctx.db().await.unwrap(), lease, now).await.unwrap()
}

/// An email whose only attempt is unresolved, because a gateway gave up.
async fn unresolved(world: &World, case: Option<Uuid>) -> (i32, Uuid) {
    let email = ready(world, case).await;
    world.fake.answer_once(PROVIDER, "/", Answer::new(502));
    send_email(&world.ctx, email).await.unwrap();
    assert_eq!(world.attempts(email).await, ["Unresolved"]);
    (email, world.attempt(email).await)
}
