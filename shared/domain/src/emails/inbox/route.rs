//! Finds the case that a message belongs to.

use clerk_base::config::MailConfig;
use clerk_store::db::{Connection, schema::core_issue};
use diesel::{ExpressionMethods, QueryDsl};
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::{Kind, Message, Reason, addresses, kind};
use crate::{error::Result, vocabulary::cases::Stage};

/// Where a message belongs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Route {
    /// Where it goes.
    pub to: Result<Uuid, Reason>,
    /// What kind of message it is.
    pub kind: Kind,
}

/// Finds the case of a message, or why it has none: the mail server's recipients count first, those in the headers
/// when none of them is a case. Of several cases the latest open one gets it.
pub async fn route(conn: &mut Connection, message: &Message, mail: &MailConfig) -> Result<Route> {
    let domains = domains(mail);
    let kind = kind(message, &domains);
    let refuse = |reason| Ok(Route { to: Err(reason), kind });
    if message.fields.is_empty() && message.files.is_empty() {
        return refuse(Reason::Unreadable);
    }
    if kind == Kind::Loop {
        return refuse(Reason::Loop);
    }
    let mut has_address = false;
    for recipients in [message.envelope_to(), message.addressees()] {
        let digits = case_digits(&recipients, &domains);
        has_address |= !digits.is_empty();
        if let Some(case) = find(conn, &digits).await? {
            return Ok(Route { to: Ok(case), kind });
        }
    }
    refuse(match (kind, has_address) {
        (Kind::AutoReply, _) => Reason::AutoReply,
        (_, true) => Reason::NoSuchCase,
        (_, false) => Reason::NoCaseAddress,
    })
}

/// The domains on which the cases have their addresses.
pub fn domains(mail: &MailConfig) -> Vec<&str> {
    std::iter::once(mail.domain.as_str()).chain(mail.legacy_domain.as_deref()).collect()
}

fn case_digits(recipients: &[String], domains: &[&str]) -> Vec<String> {
    let digits = recipients.iter();
    let mut digits: Vec<_> = digits
        .filter_map(|address| addresses::case_digits(address, domains.iter().copied()))
        .collect();
    digits.sort();
    digits.dedup();
    digits
}

async fn find(conn: &mut Connection, digits: &[String]) -> Result<Option<Uuid>> {
    let mut ranges = digits.iter().filter_map(|digits| addresses::ids_from(digits));
    let Some((low, high)) = ranges.next() else { return Ok(None) };
    let mut cases = core_issue::table
        .select(core_issue::id)
        .filter(core_issue::id.between(low, high))
        .into_boxed();
    for (low, high) in ranges {
        cases = cases.or_filter(core_issue::id.between(low, high));
    }
    // No comes before yes: closed cases are last.
    let order = (core_issue::stage.eq(Stage::Closed), core_issue::created_at.desc());
    let found: Vec<Uuid> = cases.order(order).load(conn).await?;
    if let [case, _, ..] = found.as_slice() {
        let cases = found.len();
        tracing::warn!(%case, cases, "a message is for several cases: the latest open one has it");
    }
    Ok(found.into_iter().next())
}
