//! How busy everybody is.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use clerk_store::db::{
    Connection,
    schema::{auth_group, auth_user, auth_user_groups, core_issue},
};
use diesel::{
    ExpressionMethods, QueryDsl, QueryResult,
    dsl::{count_star, max, sql},
    sql_types::{Array, BigInt, Text},
};
use diesel_async::RunQueryDsl;

use super::{Profile, profiles};
use crate::{
    access::{Account, visible_to},
    error::Result,
    vocabulary::topics::Topic,
};

/// An account with the number of its cases.
#[derive(Clone, Debug)]
pub struct Workload {
    /// The account.
    pub profile: Profile,
    /// The numbers.
    pub cases: CaseCounts,
    /// Open cases as a percentage of what they can take; -1 when they take none.
    pub capacity: i64,
}

/// Numbers of cases.
#[derive(Clone, Copy, Debug, Default)]
pub struct CaseCounts {
    /// When the newest was created.
    pub latest_created_at: Option<DateTime<Utc>>,
    /// All.
    pub total: i64,
    /// The open ones.
    pub open: i64,
    /// Open ones about repairs.
    pub repairs: i64,
    /// Open ones about bonds.
    pub bonds: i64,
    /// Open ones about either kind of eviction.
    pub eviction: i64,
}

/// Who works on cases, the busiest first.
#[derive(Clone, Debug)]
pub struct Workloads {
    /// Active paralegals and coordinators, by the cases that they work on.
    pub paralegals: Vec<Workload>,
    /// Active lawyers, by the cases that they supervise.
    pub lawyers: Vec<Workload>,
}

type Counts = (Option<i32>, Option<DateTime<Utc>>, i64, i64, i64, i64, i64);

/// The workload of everybody, in the cases that the account may see. Six queries.
pub async fn workloads(conn: &mut Connection, actor: &Account) -> Result<Workloads> {
    let members: Vec<(i32, String)> = auth_user_groups::table
        .inner_join(auth_user::table)
        .inner_join(auth_group::table)
        .filter(auth_user::is_active.eq(true))
        .filter(auth_group::name.eq_any(["Paralegal", "Coordinator", "Lawyer"]))
        .select((auth_user::id, auth_group::name))
        .load(conn)
        .await?;
    let profiles = profiles(conn, members.iter().map(|(id, _)| *id)).await?;
    let of = |groups: &[&str]| {
        let mut ids: Vec<i32> = members
            .iter()
            .filter(|(_, group)| groups.contains(&group.as_str()))
            .map(|(id, _)| *id)
            .collect();
        ids.sort_unstable();
        ids.dedup();
        ids
    };
    let paralegals = by_paralegal(conn, actor).await?;
    let lawyers = by_lawyer(conn, actor).await?;
    Ok(Workloads {
        paralegals: busiest_first(&of(&["Paralegal", "Coordinator"]), &profiles, &paralegals),
        lawyers: busiest_first(&of(&["Lawyer"]), &profiles, &lawyers),
    })
}

fn busiest_first(
    ids: &[i32],
    profiles: &HashMap<i32, Profile>,
    counts: &HashMap<i32, CaseCounts>,
) -> Vec<Workload> {
    let mut found: Vec<Workload> = ids
        .iter()
        .filter_map(|id| {
            let profile = profiles.get(id)?.clone();
            let cases = counts.get(id).copied().unwrap_or_default();
            let most = i64::from(profile.user.case_capacity);
            let capacity = (100 * cases.open).checked_div(most).unwrap_or(-1);
            Some(Workload { profile, cases, capacity })
        })
        .collect();
    found.sort_by_key(|workload| std::cmp::Reverse(workload.capacity));
    found
}

/// Groups the visible cases by a column. A macro because each column is a type of its own.
macro_rules! counted_by {
    ($conn:expr, $actor:expr, $column:expr) => {{
        let visible = visible_to($actor).select(core_issue::id);
        let rows: Vec<Counts> = core_issue::table
            .filter($column.is_not_null())
            .filter(core_issue::id.eq_any(visible))
            .group_by($column)
            .select((
                $column,
                max(core_issue::created_at),
                count_star(),
                sql::<BigInt>("count(*) FILTER (WHERE is_open)"),
                sql::<BigInt>("count(*) FILTER (WHERE is_open AND topic = ")
                    .bind::<Text, _>(Topic::Repairs)
                    .sql(")"),
                sql::<BigInt>("count(*) FILTER (WHERE is_open AND topic = ")
                    .bind::<Text, _>(Topic::Bonds)
                    .sql(")"),
                sql::<BigInt>("count(*) FILTER (WHERE is_open AND topic = ANY(")
                    .bind::<Array<Text>, _>(vec![
                        Topic::EvictionArrears,
                        Topic::EvictionRetaliatory,
                    ])
                    .sql("))"),
            ))
            .load($conn)
            .await?;
        Ok(by_account(rows))
    }};
}

async fn by_paralegal(
    conn: &mut Connection,
    actor: &Account,
) -> QueryResult<HashMap<i32, CaseCounts>> {
    counted_by!(conn, actor, core_issue::paralegal_id)
}

async fn by_lawyer(
    conn: &mut Connection,
    actor: &Account,
) -> QueryResult<HashMap<i32, CaseCounts>> {
    counted_by!(conn, actor, core_issue::lawyer_id)
}

fn by_account(rows: Vec<Counts>) -> HashMap<i32, CaseCounts> {
    rows.into_iter()
        .filter_map(|(id, latest_created_at, total, open, repairs, bonds, eviction)| {
            Some((id?, CaseCounts { latest_created_at, total, open, repairs, bonds, eviction }))
        })
        .collect()
}
