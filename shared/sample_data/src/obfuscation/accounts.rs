//! Accounts to test with, one for each role that works on cases.

use chrono::{DateTime, Utc};
use clerk_domain::{accounts::STAFF_DOMAIN, error::Result};
use clerk_store::db::Connection;
use diesel::{
    sql_query,
    sql_types::{Text, Timestamptz},
};
use diesel_async::RunQueryDsl;

/// Username without its domain, first and last name, group.
const ACCOUNTS: [(&str, &str, &str, &str); 3] = [
    ("test-paralegal", "Test", "Paralegal", "Paralegal"),
    ("test-lawyer", "Test", "Lawyer", "Lawyer"),
    ("test-coordinator", "Test", "Coordinator", "Coordinator"),
];

/// Makes them, unless they are there, with exactly their own group. They have no password: people log
/// in with Google, or an administrator sets one.
pub(super) async fn create(conn: &mut Connection, now: DateTime<Utc>) -> Result<()> {
    for (name, first, last, group) in ACCOUNTS {
        let address = format!("{name}@{STAFF_DOMAIN}");
        sql_query(
            "WITH account AS (
                INSERT INTO public.auth_user (password, is_superuser, username, first_name, last_name,
                    email, is_staff, is_active, date_joined, is_intern, case_capacity)
                VALUES ('!', false, $1, $2, $3, $1, false, true, $4, false, 4)
                ON CONFLICT (username) DO UPDATE SET first_name = $2, last_name = $3, is_active = true,
                    is_superuser = false, is_staff = false
                RETURNING id
             ), others AS (
                DELETE FROM public.auth_user_groups m USING account a, public.auth_group g
                WHERE m.user_id = a.id AND g.id = m.group_id AND g.name <> $5
             )
             INSERT INTO public.auth_user_groups (user_id, group_id)
             SELECT a.id, g.id FROM account a, public.auth_group g WHERE g.name = $5
             ON CONFLICT DO NOTHING",
        )
        .bind::<Text, _>(&address)
        .bind::<Text, _>(first)
        .bind::<Text, _>(last)
        .bind::<Timestamptz, _>(now)
        .bind::<Text, _>(group)
        .execute(conn)
        .await?;
    }
    Ok(())
}
