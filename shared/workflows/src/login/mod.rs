//! What happens when somebody logs in or out.
//!
//! **By password** ([`log_in::with_password`]): the attempt is entered as a failure before it is
//! looked at, so that attempts at the same time see each other; after too many failures of the
//! address or the account ([`login_events`] has the numbers) the password is not looked at. An
//! unknown account takes as long as a known one. A password stored with too few rounds is stored
//! anew.
//!
//! **With Google** ([`log_in_google::with_google`]): Google vouches for the address, the domain is
//! one of the setting's, and there is an active account for it. Accounts are never made by logging
//! in.
//!
//! Both open a new session under a new key ([`log_in`]); what the browser's session held is kept
//! when it was without an account or theirs. **Logging out** deletes the session. All of it is in
//! `clerk.login_event`.

pub mod log_in;
pub mod log_in_google;
pub mod login_events;

use std::net::IpAddr;

use clerk_domain::{
    Context,
    error::Result,
    sessions::{self, Session},
};

use self::login_events::{Event, Kind};

/// Ends a session.
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
