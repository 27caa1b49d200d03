//! Making the HTML of emails once, and keeping it.

use std::collections::HashMap;

use clerk_store::db::{
    Connection,
    schema::{clerk::email_html, emails_email, emails_emailattachment},
};
use diesel::{
    ExpressionMethods, QueryDsl, dsl::sql, insert_into, sql_types::Text, upsert::excluded,
};
use diesel_async::RunQueryDsl;
use serde_json::Value;

use super::{content_ids::content_ids, display, display_text};
use crate::error::{DomainError, Result};

/// The rules by which HTML is made. To be raised when they change, so that everything is made anew.
const RULES: &str = "1";
/// What a body is recognised by.
const SOURCE: &str = "CASE WHEN html <> '' THEN 'html:' || md5(html) ELSE 'text:' || md5(text) END";

/// Columns of what HTML is made of.
type Body = (i32, String, String, Option<Value>);

/// The HTML to show for emails, by their ids. What has not been made before, or is of an older body,
/// is made now. Five statements at most.
pub async fn for_display(conn: &mut Connection, emails: &[i32]) -> Result<HashMap<i32, String>> {
    let wanted: Vec<(i32, String)> = emails_email::table
        .filter(emails_email::id.eq_any(emails))
        .select((emails_email::id, sql::<Text>(SOURCE)))
        .load(conn)
        .await?;
    let mut sources: HashMap<i32, String> =
        wanted.into_iter().map(|(id, source)| (id, format!("{RULES}:{source}"))).collect();
    let kept: Vec<(i32, String, String)> =
        email_html::table.filter(email_html::email_id.eq_any(emails)).load(conn).await?;
    let mut found = HashMap::with_capacity(sources.len());
    for (id, source, html) in kept {
        if sources.get(&id) == Some(&source) {
            sources.remove(&id);
            found.insert(id, html);
        }
    }
    if !sources.is_empty() {
        found.extend(make(conn, &sources).await?);
    }
    Ok(found)
}

/// Makes the HTML of emails before it is asked for.
pub async fn prepare(conn: &mut Connection, emails: &[i32]) -> Result<()> {
    for_display(conn, emails).await.map(drop)
}

async fn make(
    conn: &mut Connection,
    sources: &HashMap<i32, String>,
) -> Result<HashMap<i32, String>> {
    let ids: Vec<i32> = sources.keys().copied().collect();
    let bodies: Vec<Body> = emails_email::table
        .filter(emails_email::id.eq_any(&ids))
        .order(emails_email::id)
        .select((
            emails_email::id,
            emails_email::html,
            emails_email::text,
            emails_email::received_data,
        ))
        .load(conn)
        .await?;
    let rows: Vec<(Option<i32>, i32, String)> = emails_emailattachment::table
        .filter(emails_emailattachment::email_id.eq_any(&ids))
        .order(emails_emailattachment::id)
        .select((
            emails_emailattachment::email_id,
            emails_emailattachment::id,
            emails_emailattachment::file,
        ))
        .load(conn)
        .await?;
    let mut attachments: HashMap<i32, Vec<(i32, String)>> = HashMap::new();
    for (email, id, key) in rows {
        attachments.entry(email.unwrap_or_default()).or_default().push((id, key));
    }
    // A large body takes a while, in which this thread could serve no other request.
    let made = tokio::task::spawn_blocking(move || make_all(&bodies, &attachments))
        .await
        .map_err(|error| DomainError::Fatal(format!("mail html: {error}")))??;
    let keep: Vec<_> = made
        .iter()
        .map(|(id, html)| {
            let source = sources.get(id).cloned().unwrap_or_default();
            (email_html::email_id.eq(id), email_html::source.eq(source), email_html::html.eq(html))
        })
        .collect();
    insert_into(email_html::table)
        .values(keep)
        .on_conflict(email_html::email_id)
        .do_update()
        .set((
            email_html::source.eq(excluded(email_html::source)),
            email_html::html.eq(excluded(email_html::html)),
        ))
        .execute(conn)
        .await?;
    Ok(made.into_iter().collect())
}

fn make_all(
    bodies: &[Body],
    attachments: &HashMap<i32, Vec<(i32, String)>>,
) -> Result<Vec<(i32, String)>> {
    let make = |(id, html, text, received): &Body| {
        let html = if html.is_empty() {
            display_text(text)?
        } else {
            let attachments = attachments.get(id).map_or(&[][..], Vec::as_slice);
            let images = received.as_ref().map(|received| content_ids(received, attachments));
            display(html, &images.unwrap_or_default())?
        };
        Ok((*id, html))
    };
    bodies.iter().map(make).collect()
}
