//! Finds out whether the office is closed.

use chrono::NaiveDate;
use clerk_store::db::{
    Connection,
    schema::{office_closure, office_closuretemplate},
};
use diesel::{ExpressionMethods, OptionalExtension, QueryDsl, Queryable};
use diesel_async::RunQueryDsl;

use super::{fill_braces, long_date};
use crate::error::Result;

/// A time in which the office is closed, with what clients are told.
#[derive(Clone, Debug, Queryable)]
pub struct Closure {
    /// The first day closed.
    pub close_date: NaiveDate,
    /// The first day open again.
    pub reopen_date: NaiveDate,
    email_html: String,
}

/// The closure that a day falls into: the one entered last when there are several.
pub async fn closure_on(conn: &mut Connection, day: NaiveDate) -> Result<Option<Closure>> {
    let closure = office_closure::table
        .inner_join(office_closuretemplate::table)
        .filter(office_closure::close_date.le(day))
        .filter(office_closure::reopen_date.gt(day))
        .order((office_closure::created_at.desc(), office_closure::id.desc()))
        .select((
            office_closure::close_date,
            office_closure::reopen_date,
            office_closuretemplate::email_html,
        ))
        .first(conn)
        .await
        .optional()?;
    Ok(closure)
}

impl Closure {
    /// The welcome email's body in this time, with its dates filled in. The places for the client's
    /// data, written with doubled braces, are left with single ones.
    #[must_use]
    pub fn email_html(&self) -> String {
        fill_braces(&self.email_html, |name| match name {
            "close_date" => Some(long_date(self.close_date)),
            "reopen_date" => Some(long_date(self.reopen_date)),
            _ => None,
        })
    }
}
