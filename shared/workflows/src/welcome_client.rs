//! What happens when a new client is welcomed (job `WelcomeClient`, when a form has become a case).
//!
//! The case is locked, and an email written that has the state of one to be sent; what follows from that
//! is the story of the outbox. What it says: our text, or the closure's while the office is closed. It is
//! written once (`is_welcome_email_sent`); a client without an address gets none, and a case opened by hand
//! gets none.

use clerk_base::text::escape_html;
use clerk_domain::{
    Context,
    emails::{self, EmailState, NewEmail, rendering},
    error::Result,
    office_closures, templates,
};
use clerk_store::db::{
    Connection,
    schema::{core_client, core_issue},
};
use diesel::{ExpressionMethods, OptionalExtension, QueryDsl, Queryable, update};
use diesel_async::{AsyncConnection, RunQueryDsl};
use minijinja::context;
use uuid::Uuid;

#[derive(Queryable)]
struct Case {
    fileref: String,
    is_welcome_email_sent: bool,
    first_name: String,
    last_name: String,
    email: String,
}

/// Writes the welcome email of a case and has it sent, once. A client without an address gets none.
pub async fn welcome_client(ctx: &Context, case: Uuid) -> Result<()> {
    ctx.db().await?.transaction(async |conn| write(ctx, conn, case).await).await
}

async fn write(ctx: &Context, conn: &mut Connection, id: Uuid) -> Result<()> {
    let Some(case) = lock(conn, id).await? else {
        tracing::warn!(case = %id, "no such case");
        return Ok(());
    };
    if case.is_welcome_email_sent {
        return Ok(());
    }
    let to = case.email.trim().to_owned();
    if to.is_empty() {
        tracing::info!(case = %id, "no welcome email: the client has no address");
    } else {
        let body = body(ctx, conn, id, &case).await?;
        let new = NewEmail {
            case: Some(id),
            sender: None,
            state: EmailState::ReadyToSend,
            from: emails::case_sender(id, &ctx.config.mail.domain),
            to,
            cc: Vec::new(),
            subject: templates::render("email/welcome_subject.txt", context! {})?,
            text: rendering::plain_text(&body)?,
            html: rendering::layout(&ctx.config.mail.look, &body)?,
        };
        let email = emails::create(conn, new, ctx.clock.now()).await?;
        tracing::info!(case = %id, email, "welcome email written");
    }
    update(core_issue::table.find(id))
        .set(core_issue::is_welcome_email_sent.eq(true))
        .execute(conn)
        .await?;
    Ok(())
}

/// Reads the case and locks its row, so that of two runs only one writes.
async fn lock(conn: &mut Connection, id: Uuid) -> Result<Option<Case>> {
    let case = core_issue::table
        .inner_join(core_client::table)
        .filter(core_issue::id.eq(id))
        .select((
            core_issue::fileref,
            core_issue::is_welcome_email_sent,
            core_client::first_name,
            core_client::last_name,
            core_client::email,
        ))
        .for_no_key_update()
        .first(conn)
        .await
        .optional()?;
    Ok(case)
}

/// The body, in HTML: the office's own words while it is closed, else ours.
async fn body(ctx: &Context, conn: &mut Connection, id: Uuid, case: &Case) -> Result<String> {
    let name = format!("{} {}", case.first_name, case.last_name);
    let name = name.trim();
    let address = emails::case_address(id, &ctx.config.mail.domain);
    if let Some(closure) = office_closures::closure_on(conn, ctx.clock.today()).await? {
        return Ok(office_closures::fill_braces(&closure.email_html(), |place| match place {
            "name" => Some(escape_html(name)),
            "fileref" => Some(escape_html(&case.fileref)),
            "case_email" => Some(address.clone()),
            _ => None,
        }));
    }
    let values = context! { name, fileref => &case.fileref, case_email => address };
    templates::render("email/welcome.html", values)
}
