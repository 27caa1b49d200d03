//! The list of clients.

use clerk_store::db::{Connection, pattern::contains, schema::core_client, sql::btrim};
use diesel::{
    BoolExpressionMethods, ExpressionMethods, PgTextExpressionMethods, QueryDsl, SelectableHelper,
    TextExpressionMethods,
};
use diesel_async::RunQueryDsl;

use super::Client;
use crate::{
    access::{
        Account,
        clients::{Clients, visible_to},
    },
    error::Result,
    paging::{PageRequest, Paged},
};

/// A page of the clients that the account may see, newest first; `None` when there is no such page. A
/// search text narrows them to those whose name, preferred name, email or phone contains it.
pub async fn list(
    conn: &mut Connection,
    actor: &Account,
    search: Option<&str>,
    page: PageRequest,
) -> Result<Option<Paged<Client>>> {
    let count: i64 = narrow(visible_to(actor), search).count().get_result(conn).await?;
    let Some(window) = page.window(count) else { return Ok(None) };
    let clients: Vec<Client> = narrow(visible_to(actor), search)
        .order((core_client::created_at.desc(), core_client::id.desc()))
        .offset(window.offset)
        .limit(window.limit)
        .select(Client::as_select())
        .load(conn)
        .await?;
    Ok(Some(window.page(clients, count)))
}

fn narrow<'a>(clients: Clients<'a>, search: Option<&str>) -> Clients<'a> {
    let Some(search) = search else { return clients };
    let pattern = contains(search);
    let full_name =
        btrim(core_client::first_name).concat(" ").concat(btrim(core_client::last_name));
    clients.filter(
        full_name
            .ilike(pattern.clone())
            .or(core_client::email.ilike(pattern.clone()))
            .or(core_client::phone_number.ilike(pattern.clone()))
            // Null for most, which as the last of several OR means no.
            .or(core_client::preferred_name.ilike(pattern)),
    )
}
