//! Logging out.

use std::net::IpAddr;

use clerk_domain::{
    Context,
    error::Result,
    sessions::{self, Session},
};

use super::login_events::{self, Event, Kind};

/// Ends a session.
///
/// # Errors
/// Fails when the database does.
pub async fn log_out(ctx: &Context, session: &Session, address: IpAddr) -> Result<()> {
    let mut conn = ctx.db().await?;
    sessions::delete(&mut conn, &session.key).await?;
    if let Some(id) = session.user_id() {
        let event = Event {
            at: ctx.clock.now(),
            kind: Kind::Logout,
            method: None,
            user_id: Some(id),
            account_hash: None,
            address,
        };
        login_events::record(&mut conn, &event).await?;
    }
    Ok(())
}
