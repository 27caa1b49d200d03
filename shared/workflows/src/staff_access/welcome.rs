//! The welcome mail of a colleague, with the first password of their Microsoft account.

use clerk_base::urls;
use clerk_domain::{
    Context,
    accounts::encrypted,
    emails::{self, EmailState, NewEmail, rendering},
    error::{DomainError, Result},
    templates,
};
use clerk_store::db::{Connection, schema::auth_user};
use diesel::{ExpressionMethods, OptionalExtension, QueryDsl, Queryable, update};
use diesel_async::{AsyncConnection, RunQueryDsl};
use minijinja::{Value, context};

#[derive(Queryable)]
struct Colleague {
    first_name: String,
    last_name: String,
    email: String,
    password: Option<String>,
}

/// Writes the mail with the first password of a colleague's Microsoft account, once, and clears the
/// password.
///
/// # Errors
/// Fatal when the stored password cannot be read.
pub async fn welcome_account(ctx: &Context, account: i32) -> Result<()> {
    ctx.db().await?.transaction(async |conn| write(ctx, conn, account).await).await
}

async fn write(ctx: &Context, conn: &mut Connection, account: i32) -> Result<()> {
    let Some(colleague) = lock(conn, account).await? else {
        tracing::warn!(account, "no such account");
        return Ok(());
    };
    let Some(stored) = &colleague.password else {
        tracing::info!(account, "is welcomed already");
        return Ok(());
    };
    let password = encrypted::decrypt(&ctx.config.security, stored).await?.ok_or_else(|| {
        DomainError::Fatal("a first password was stored with another key".to_owned())
    })?;
    let name = format!("{} {}", colleague.first_name, colleague.last_name);
    let values = context! {
        name => name.trim(),
        email => &colleague.email,
        password => password.expose(),
        link => Value::from_safe_string(format!("{}{}", ctx.config.web.base_url, urls::CASES)),
    };
    let body = templates::render("email/account.html", values)?;
    let new = NewEmail {
        case: None,
        sender: None,
        state: EmailState::ReadyToSend,
        from: format!("noreply@{}", ctx.config.mail.domain),
        to: colleague.email.clone(),
        cc: Vec::new(),
        subject: templates::render("email/account_subject.txt", context! {})?,
        text: rendering::plain_text(&body)?,
        html: rendering::layout(&ctx.config.mail.look, &body)?,
    };
    let email = emails::create(conn, new, ctx.clock.now()).await?;
    update(auth_user::table.find(account))
        .set(auth_user::ms_account_initial_password.eq(None::<String>))
        .execute(conn)
        .await?;
    tracing::info!(account, email, "welcome email written");
    Ok(())
}

/// Reads the account and locks its row, so that of two runs only one writes.
async fn lock(conn: &mut Connection, account: i32) -> Result<Option<Colleague>> {
    let colleague = auth_user::table
        .find(account)
        .select((
            auth_user::first_name,
            auth_user::last_name,
            auth_user::email,
            auth_user::ms_account_initial_password,
        ))
        .for_no_key_update()
        .first(conn)
        .await
        .optional()?;
    Ok(colleague)
}
