//! The navigation at the top of each page.

use clerk_base::urls;
use clerk_domain::access::{Account, Role};

/// A link of the navigation.
#[derive(Debug, PartialEq, Eq)]
pub struct Item {
    /// Where to.
    pub url: &'static str,
    /// What it says.
    pub label: &'static str,
    /// Whether the page shown lies there.
    pub is_current: bool,
}

/// Every link, with the role that it needs.
const ITEMS: &[(Role, &str, &str)] = &[
    (Role::None, urls::CASES, "Cases"),
    (Role::Coordinator, urls::CASE_INBOX, "Inbox"),
    (Role::Coordinator, urls::CASE_REVIEW, "Review"),
    (Role::Coordinator, urls::DATES, "Dates"),
    (Role::None, urls::PARTIES, "Parties"),
    (Role::Coordinator, urls::PARALEGALS, "Paralegals"),
    (Role::Coordinator, urls::ACCOUNTS, "Accounts"),
    (Role::Admin, urls::TEMPLATES, "Templates"),
];

/// The links that an account sees on the page at `path`.
#[must_use]
pub fn items(account: &Account, path: &str) -> Vec<Item> {
    let visible = ITEMS.iter().filter(|(role, ..)| account.role.is_at_least(*role));
    let best = ITEMS
        .iter()
        .map(|(_, url, _)| *url)
        .filter(|url| path.starts_with(url))
        .max_by_key(|url| url.len());
    visible.map(|&(_, url, label)| Item { url, label, is_current: best == Some(url) }).collect()
}
