//! A worker whose jobs panic with personal data in the message, set up as the real one is. For tests of
//! what is reported.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a tool of the tests")]

use clerk_base::{
    clock::Clock,
    config::{Config, Source},
    observe,
};
use clerk_domain::Context;
use clerk_store::jobs::Timing;

#[tokio::main]
async fn main() {
    let config = Config::read(&Source::process()).unwrap();
    let reporter = clerk_services::sentry::reporter(&config, "clerk-worker").unwrap();
    let _observed = observe::init(&config, "clerk-worker", reporter).unwrap();
    let ctx = Context::new(config, Clock::system()).unwrap();
    let stop = async { drop(tokio::signal::ctrl_c().await) };
    let handler = async |_, _| {
        panic!("no room for \"Jane Citizen\", jane@example.com, 0400 123 456");
    };
    clerk_worker::runner::run_with(ctx, Timing::default(), stop, handler).await.unwrap();
}
