//! The list of accounts.

use clerk_store::db::{
    Connection,
    pattern::contains,
    schema::{auth_group, auth_user, auth_user_groups},
};
use diesel::{ExpressionMethods, PgTextExpressionMethods, QueryDsl, TextExpressionMethods, pg::Pg};
use diesel_async::RunQueryDsl;

use super::{Profile, profiles};
use crate::{
    error::Result,
    paging::{PageRequest, Paged},
};

/// What a list of accounts is narrowed to and how it is ordered.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AccountFilter {
    /// A text that given and family name, with a space between, contain.
    pub name: Option<String>,
    /// Name of a group that they are in.
    pub group: Option<String>,
    /// Those who may log in, or those who may not.
    pub is_active: Option<bool>,
    /// What to order by, the most important first. Newest first when there is none.
    pub sort: Vec<Sort>,
}

/// An order, and whether it is the other way round.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sort {
    /// The column.
    pub key: SortKey,
    /// Largest first.
    pub is_descending: bool,
}

/// What accounts can be ordered by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::EnumString)]
#[strum(serialize_all = "snake_case")]
#[expect(missing_docs, reason = "they are columns")]
pub enum SortKey {
    CaseCapacity,
    DateJoined,
    Email,
    FirstName,
    LastName,
}

impl Sort {
    /// The newest accounts first.
    pub const NEWEST: Self = Self { key: SortKey::DateJoined, is_descending: true };

    /// An order by its name in the API: the column's, after a minus when the other way round.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        let (name, is_descending) = match name.strip_prefix('-') {
            Some(name) => (name, true),
            None => (name, false),
        };
        Some(Self { key: name.parse().ok()?, is_descending })
    }
}

/// A page of the accounts that the filter lets through; `None` when there is no such page.
pub async fn list(
    conn: &mut Connection,
    filter: &AccountFilter,
    page: PageRequest,
) -> Result<Option<Paged<Profile>>> {
    let count: i64 = filter.query().count().get_result(conn).await?;
    let Some(window) = page.window(count) else { return Ok(None) };
    let ids: Vec<i32> = filter
        .sorted()
        .offset(window.offset)
        .limit(window.limit)
        .select(auth_user::id)
        .load(conn)
        .await?;
    let mut found = profiles(conn, ids.iter().copied()).await?;
    let accounts = ids.iter().filter_map(|id| found.remove(id)).collect();
    Ok(Some(window.page(accounts, count)))
}

impl AccountFilter {
    fn query(&self) -> auth_user::BoxedQuery<'_, Pg> {
        let mut accounts = auth_user::table.into_boxed();
        if let Some(name) = &self.name {
            let full_name = auth_user::first_name.concat(" ").concat(auth_user::last_name);
            accounts = accounts.filter(full_name.ilike(contains(name)));
        }
        if let Some(group) = &self.group {
            let members = auth_user_groups::table
                .inner_join(auth_group::table)
                .filter(auth_group::name.eq(group))
                .select(auth_user_groups::user_id);
            accounts = accounts.filter(auth_user::id.eq_any(members));
        }
        if let Some(is_active) = self.is_active {
            accounts = accounts.filter(auth_user::is_active.eq(is_active));
        }
        accounts
    }

    fn sorted(&self) -> auth_user::BoxedQuery<'_, Pg> {
        macro_rules! by {
            ($accounts:expr, $sort:expr, $column:ident) => {
                if $sort.is_descending {
                    $accounts.then_order_by(auth_user::$column.desc())
                } else {
                    $accounts.then_order_by(auth_user::$column)
                }
            };
        }
        let sort = if self.sort.is_empty() { &[Sort::NEWEST][..] } else { &self.sort };
        sort.iter()
            .fold(self.query(), |accounts, sort| match sort.key {
                SortKey::CaseCapacity => by!(accounts, sort, case_capacity),
                SortKey::DateJoined => by!(accounts, sort, date_joined),
                SortKey::Email => by!(accounts, sort, email),
                SortKey::FirstName => by!(accounts, sort, first_name),
                SortKey::LastName => by!(accounts, sort, last_name),
            })
            // So that equals keep their places from page to page.
            .then_order_by(auth_user::id.desc())
    }
}
