//! Rows: words replaced, tables emptied.

use aws_lc_rs::rand;
use clerk_domain::error::{DomainError, Result};
use clerk_store::db::Connection;
use diesel::{
    sql_query,
    sql_types::{Array, Text},
};
use diesel_async::{RunQueryDsl, SimpleAsyncConnection};

use super::{
    columns,
    kind::{Column, UPLOAD},
    rules::Rules,
};
use crate::demo;

/// Puts the functions, the words and the salt of this run into the session.
pub(super) async fn prepare(conn: &mut Connection, rules: &Rules) -> Result<()> {
    conn.batch_execute(include_str!("functions.sql")).await?;
    let mut salt = [0_u8; 32];
    rand::fill(&mut salt).map_err(|_| DomainError::Fatal("no randomness".to_owned()))?;
    sql_query("SELECT set_config('clerk.salt', $1, true), set_config('clerk.upload', $2, true)")
        .bind::<Text, _>(hex::encode(salt))
        .bind::<Text, _>(UPLOAD)
        .execute(conn)
        .await?;
    let mut words = demo::words()?;
    words.push(("sentence", rules.sentences.clone()));
    words.push(("subject", rules.subjects.clone()));
    for (kind, words) in words {
        sql_query("INSERT INTO pg_temp.samples VALUES ($1, $2)")
            .bind::<Text, _>(kind)
            .bind::<Array<Text>, _>(words)
            .execute(conn)
            .await?;
    }
    sql_query("INSERT INTO pg_temp.kept_value SELECT DISTINCT unnest($1)")
        .bind::<Array<Text>, _>(&rules.kept_values)
        .execute(conn)
        .await?;
    // Administrators have to get in; they can see the real data anyway.
    sql_query(
        "INSERT INTO pg_temp.kept_account SELECT id, email FROM public.auth_user u
         WHERE is_superuser OR is_staff OR lower(email) = ANY ($1) OR EXISTS (
             SELECT 1 FROM public.auth_user_groups m JOIN public.auth_group g ON g.id = m.group_id
             WHERE m.user_id = u.id AND g.name = 'Admin')",
    )
    .bind::<Array<Text>, _>(&rules.kept_accounts)
    .execute(conn)
    .await?;
    Ok(())
}

/// Empties the tables that are to be empty; how many there are.
pub(super) async fn empty(conn: &mut Connection, rules: &Rules) -> Result<usize> {
    let names: Vec<_> = rules.empty.iter().map(String::as_str).collect();
    conn.batch_execute(&format!("TRUNCATE {}", names.join(", "))).await?;
    Ok(names.len())
}

/// Hides what the columns of every table hold; rows by table.
pub(super) async fn tables(
    conn: &mut Connection,
    rules: &Rules,
    columns: &[Column],
) -> Result<Vec<(String, usize)>> {
    let mut done = Vec::new();
    for table in rules.tables.keys() {
        let assignments: Vec<_> = columns
            .iter()
            .filter(|column| &column.table == table)
            .filter_map(|column| columns::rule(rules, column)?.assignment(column))
            .collect();
        if assignments.is_empty() {
            continue;
        }
        let sql = format!("UPDATE {table} SET {} WHERE {}", assignments.join(", "), rows(table));
        done.push((table.clone(), sql_query(sql).execute(conn).await?));
    }
    Ok(done)
}

/// Which rows of a table are hidden.
fn rows(table: &str) -> &'static str {
    match table {
        "public.auth_user" => "id NOT IN (SELECT id FROM pg_temp.kept_account)",
        "public.social_auth_usersocialauth" => {
            "user_id NOT IN (SELECT id FROM pg_temp.kept_account)"
        }
        _ => "true",
    }
}
