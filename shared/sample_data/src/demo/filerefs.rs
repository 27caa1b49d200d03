//! File references for a batch of new cases.

use std::collections::BTreeMap;

use clerk_domain::{
    cases::{fileref, fileref_letter, next_fileref},
    error::{DomainError, Result},
    vocabulary::cases::Topic,
};
use clerk_store::db::Connection;

/// A topic for each letter, in the order of the letters: whoever takes several takes them so.
const TOPICS: [Topic; 6] = [
    Topic::Bonds,
    Topic::RentReduction,
    Topic::EvictionArrears,
    Topic::HealthCheck,
    Topic::Other,
    Topic::Repairs,
];

/// Hands out references within a transaction.
pub(super) struct Filerefs {
    /// The next number of each letter.
    next: BTreeMap<char, i64>,
}

impl Filerefs {
    /// Reads the next number of each letter. Nobody else gets one until the transaction of `conn`
    /// ends.
    pub(super) async fn read(conn: &mut Connection) -> Result<Self> {
        let mut next = BTreeMap::new();
        for topic in TOPICS {
            let first = next_fileref(conn, &topic).await?;
            let mut rest = first.chars();
            let letter = rest.next();
            let (Some(letter), Ok(number)) = (letter, rest.as_str().parse()) else {
                return Err(DomainError::Fatal("no file reference could be had".to_owned()));
            };
            next.insert(letter, number);
        }
        Ok(Self { next })
    }

    /// The next reference of a topic.
    pub(super) fn take(&mut self, topic: &str) -> String {
        let letter = fileref_letter(&Topic::from(topic.to_owned()));
        let number = self.next.entry(letter).or_insert(1);
        let taken = fileref(letter, *number);
        *number += 1;
        taken
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_go_on_past_four_digits() {
        let mut filerefs = Filerefs { next: BTreeMap::from([('R', 9999)]) };
        assert_eq!(filerefs.take("REPAIRS"), "R9999");
        assert_eq!(filerefs.take("REPAIRS"), "R10000");
        assert_eq!(filerefs.take("RENT_REDUCTION"), "C0001");
        assert_eq!(filerefs.take("EVICTION_ARREARS"), "E0001");
        assert_eq!(filerefs.take("EVICTION_RETALIATORY"), "E0002");
    }
}
