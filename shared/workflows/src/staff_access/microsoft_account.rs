//! Makes the Microsoft account of a colleague.
//!
//! Its first password is stored before the account is made, so that it is known whatever happens in
//! between: a password without a date of creation means that the account is being made. Setting the
//! date is what calls for the mail with the password.

use chrono::{DateTime, Utc};
use clerk_base::config::Secret;
use clerk_domain::{
    Context,
    accounts::encrypted,
    error::{DomainError, Result},
};
use clerk_services::microsoft::{Creation, Directory, NewUser};
use clerk_store::{
    db::{Connection, schema::auth_user},
    jobs::{Job, enqueue},
};
use diesel::{ExpressionMethods, QueryDsl, update};
use diesel_async::{AsyncConnection, RunQueryDsl};
use rand::RngExt;

const PASSWORD_CHARS: usize = 16;

/// Whose account it is.
pub(super) struct Owner<'a> {
    pub(super) id: i32,
    pub(super) email: &'a str,
    pub(super) first_name: &'a str,
    pub(super) last_name: &'a str,
}

/// An account that is being made.
struct Begun {
    password: Secret,
    /// What the date of creation was.
    made_before: Option<DateTime<Utc>>,
    /// Whether an earlier attempt began it, and may have come to the end.
    was_begun: bool,
}

/// Makes the Microsoft account of a colleague unless there is one, and has its password sent.
///
/// # Errors
/// Fatal when Microsoft does not accept the account.
pub(super) async fn ensure(
    ctx: &Context,
    directory: &Directory<'_>,
    owner: &Owner<'_>,
) -> Result<()> {
    if directory.has_user(owner.email).await? {
        // Perhaps an earlier attempt made it and got no further.
        return record_made(ctx, owner.id).await;
    }
    let Some(begun) = begin(ctx, owner.id).await? else { return Ok(()) };
    let new = NewUser {
        first_name: owner.first_name,
        last_name: owner.last_name,
        email: owner.email,
        password: &begun.password,
    };
    match directory.create_user(new).await {
        Ok(Creation::Made) => {
            tracing::info!(account = owner.id, "Microsoft account made");
            record_made(ctx, owner.id).await
        }
        Ok(Creation::Taken) if begun.was_begun => record_made(ctx, owner.id).await,
        Ok(Creation::Taken) => {
            // It is the work of others, and Microsoft was late to show it.
            clear(ctx, owner.id, begun.made_before).await?;
            Err(DomainError::Unavailable("graph.microsoft.com: an account shows late".to_owned()))
        }
        Err(error) => {
            let error = DomainError::from(error);
            // After a failure that may pass, it is not known whether the account was made.
            if !error.is_transient() {
                clear(ctx, owner.id, begun.made_before).await?;
            }
            Err(error)
        }
    }
}

/// Stores a first password, unless one is stored already. `None` when another run has made the
/// account in the meantime, and the mail with its password is on the way.
async fn begin(ctx: &Context, id: i32) -> Result<Option<Begun>> {
    let fresh = new_password();
    let sealed = encrypted::encrypt(&ctx.config.security, &fresh, ctx.clock.now()).await?;
    let (stored, made_before) =
        ctx.db().await?.transaction(async |conn| store(ctx, conn, id, sealed).await).await?;
    if stored.is_some() && made_before.is_some() {
        return Ok(None);
    }
    Ok(Some(Begun { was_begun: stored.is_some(), password: stored.unwrap_or(fresh), made_before }))
}

/// Returns the password that was stored before, if it can be read, and the date of creation.
async fn store(
    ctx: &Context,
    conn: &mut Connection,
    id: i32,
    sealed: String,
) -> Result<(Option<Secret>, Option<DateTime<Utc>>)> {
    let (stored, made_before): (Option<String>, Option<DateTime<Utc>>) = auth_user::table
        .find(id)
        .select((auth_user::ms_account_initial_password, auth_user::ms_account_created_at))
        .for_no_key_update()
        .first(conn)
        .await?;
    let stored = match stored {
        Some(stored) => encrypted::decrypt(&ctx.config.security, &stored).await?,
        None => None,
    };
    if stored.is_some() && made_before.is_some() {
        return Ok((stored, made_before));
    }
    update(auth_user::table.find(id))
        .set((
            stored.is_none().then(|| auth_user::ms_account_initial_password.eq(sealed)),
            auth_user::ms_account_created_at.eq(None::<DateTime<Utc>>),
        ))
        .execute(conn)
        .await?;
    Ok((stored, made_before))
}

/// Marks an account that was begun as made, once, and has its password sent.
async fn record_made(ctx: &Context, id: i32) -> Result<()> {
    let now = ctx.clock.now();
    ctx.db().await?.transaction(async |conn| mark_made(conn, id, now).await).await
}

async fn mark_made(conn: &mut Connection, id: i32, now: DateTime<Utc>) -> Result<()> {
    let marked = update(auth_user::table.find(id))
        .filter(auth_user::ms_account_created_at.is_null())
        .filter(auth_user::ms_account_initial_password.is_not_null())
        .set(auth_user::ms_account_created_at.eq(now))
        .execute(conn)
        .await?;
    if marked > 0 {
        enqueue(conn, &Job::WelcomeAccount { account: id }).await?;
    }
    Ok(())
}

/// Takes back that an account was begun.
async fn clear(ctx: &Context, id: i32, made_before: Option<DateTime<Utc>>) -> Result<()> {
    update(auth_user::table.find(id))
        .filter(auth_user::ms_account_created_at.is_null())
        .set((
            auth_user::ms_account_initial_password.eq(None::<String>),
            auth_user::ms_account_created_at.eq(made_before),
        ))
        .execute(&mut *ctx.db().await?)
        .await?;
    Ok(())
}

/// Random letters and digits of each kind that Microsoft wants.
fn new_password() -> Secret {
    const CHARS: &[u8; 62] = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
    let mut random = rand::rng();
    loop {
        let password: String = (0..PASSWORD_CHARS)
            .map(|_| char::from(CHARS[random.random_range(0..CHARS.len())]))
            .collect();
        let has = |kind: fn(&char) -> bool| password.chars().any(|char| kind(&char));
        if has(char::is_ascii_lowercase)
            && has(char::is_ascii_uppercase)
            && has(char::is_ascii_digit)
        {
            return Secret::new(password);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passwords_are_long_and_random() {
        let (one, two) = (new_password(), new_password());
        assert_eq!(one.expose().len(), PASSWORD_CHARS);
        assert_ne!(one.expose(), two.expose());
    }
}
