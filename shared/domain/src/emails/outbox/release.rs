//! Sends what was held, once it is allowed.

use clerk_store::db::Connection;
use diesel::{QueryableByName, sql_query, sql_types::Integer};
use diesel_async::{AsyncConnection, RunQueryDsl};

use super::{attempt::AttemptState, message::ready_to_send, rules::are_allowed, stuck};
use crate::{
    Context,
    emails::{EmailState, StateChange, after_state_change, email::lock},
    error::Result,
};

/// What became of the emails that were held.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Released {
    /// How many will be sent now.
    pub released: usize,
    /// How many still have a recipient who is not allowed.
    pub held: usize,
}

#[derive(QueryableByName)]
struct Held {
    #[diesel(sql_type = Integer)]
    email: i32,
}

/// Has every held email sent whose recipients `EMAIL_ALLOWED_DOMAINS` allows by now.
pub async fn release_held(ctx: &Context) -> Result<Released> {
    let query = format!(
        "SELECT e.id AS email FROM public.emails_email e
         WHERE e.state = '{ready}' AND NOT EXISTS ({unfinished})
           AND EXISTS (SELECT FROM clerk.email_attempt a
                       WHERE a.email_id = e.id AND a.state = '{held}')
         ORDER BY e.id",
        ready = EmailState::ReadyToSend.code(),
        held = AttemptState::Held.code(),
        unfinished = stuck::unfinished_job(),
    );
    let conn = &mut *ctx.db().await?;
    let held: Vec<Held> = sql_query(query).load(conn).await?;
    let mut count = Released::default();
    for Held { email } in held {
        let allowed = ctx.config.mail.allowed_domains.as_deref();
        let released = conn.transaction(async |conn| release(conn, email, allowed).await).await?;
        match released {
            Some(true) => count.released += 1,
            Some(false) => count.held += 1,
            None => {}
        }
    }
    Ok(count)
}

/// Whether the email will be sent; `None` when it does not wait any more.
async fn release(
    conn: &mut Connection,
    email: i32,
    allowed: Option<&[String]>,
) -> Result<Option<bool>> {
    let Some((EmailState::ReadyToSend, is_alert_sent)) = lock(conn, email).await? else {
        return Ok(None);
    };
    let Some(row) = ready_to_send(conn, email).await? else { return Ok(None) };
    if !are_allowed(row.recipients(), allowed) {
        return Ok(Some(false));
    }
    let change = StateChange { email, state: EmailState::ReadyToSend, is_alert_sent };
    after_state_change(conn, change).await?;
    Ok(Some(true))
}
