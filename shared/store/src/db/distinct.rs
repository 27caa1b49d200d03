//! Keys for loading rows in one query.

use std::collections::BTreeSet;

/// The keys without repetitions, in order.
pub fn distinct<T: Ord>(keys: impl IntoIterator<Item = T>) -> Vec<T> {
    keys.into_iter().collect::<BTreeSet<_>>().into_iter().collect()
}
