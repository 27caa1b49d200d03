//! Begins an email.

use diesel_async::AsyncConnection;
use uuid::Uuid;

use super::Change;
use crate::{
    Context, access,
    access::Account,
    emails::{self, Email, EmailState, NewEmail, case_address, find},
    error::Result,
};

/// Begins an email of a case. It is from the case's address and a draft, whatever the caller says.
///
/// # Errors
/// As [`access::case`]; fails when the database does.
pub async fn create(ctx: &Context, account: &Account, case: Uuid, change: Change) -> Result<Email> {
    let conn = &mut *ctx.db().await?;
    let case = access::case(conn, account, case).await?;
    let new = NewEmail {
        case: Some(case.id),
        sender: Some(account.id),
        state: EmailState::Draft,
        from: case_address(case.id, &ctx.config.mail.domain),
        to: change.to.unwrap_or_default(),
        cc: change.cc.unwrap_or_default(),
        subject: change.subject.unwrap_or_default(),
        text: change.text.unwrap_or_default(),
        html: change.html.unwrap_or_default(),
    };
    let now = ctx.clock.now();
    conn.transaction(async |conn| {
        let email = emails::create(conn, now, new).await?;
        find::read(conn, case.id, email).await
    })
    .await
}
