//! The number by which people know a case.

use clerk_store::db::{Connection, lock};
use diesel::{
    OptionalExtension, QueryableByName, sql_query,
    sql_types::{BigInt, Text},
};
use diesel_async::RunQueryDsl;

use crate::{
    error::{DomainError, Result},
    vocabulary::cases::Topic,
};

/// The column has room for a letter and so many digits.
const MAX_NUMBER: i64 = 9_999_999;

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = BigInt)]
    number: i64,
}

/// The next file reference for a case of this topic: `R0001`, and `R10000` after `R9999`. Runs in the
/// caller's transaction, and makes others who want one of the same letter wait for its end. Several
/// topics share a letter.
///
/// # Errors
/// [`DomainError::Fatal`] when the numbers of the letter have run out.
pub async fn next_fileref(conn: &mut Connection, topic: &Topic) -> Result<String> {
    let letter = fileref_letter(topic);
    let name = letter.to_string();
    lock::take(conn, lock::FILEREF, &name).await?;
    // A statement of its own, so that it sees what was committed while waiting.
    let last: Option<Row> = sql_query(
        "SELECT substring(fileref FROM 2)::bigint AS number FROM public.core_issue
         WHERE left(fileref, 1) = $1 AND fileref ~ '^.[0-9]{1,7}$' ORDER BY 1 DESC LIMIT 1",
    )
    .bind::<Text, _>(&name)
    .get_result(conn)
    .await
    .optional()?;
    let next = last.map_or(1, |row| row.number + 1);
    if next > MAX_NUMBER {
        return Err(DomainError::Fatal(format!("there are no file references {letter} left")));
    }
    Ok(fileref(letter, next))
}

/// How a reference is written: a letter, and a number of four digits at least.
#[must_use]
pub fn fileref(letter: char, number: i64) -> String {
    format!("{letter}{number:04}")
}

/// The letter of a topic. Rent reductions are C, for R was taken by repairs.
#[must_use]
pub fn fileref_letter(topic: &Topic) -> char {
    match topic {
        Topic::RentReduction => 'C',
        _ => topic.code().chars().next().map_or('O', |first| first.to_ascii_uppercase()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_go_on_past_four_digits() {
        assert_eq!(fileref(fileref_letter(&Topic::Repairs), 1), "R0001");
        assert_eq!(fileref(fileref_letter(&Topic::RentReduction), 9999), "C9999");
        assert_eq!(fileref(fileref_letter(&Topic::EvictionArrears), 10_000), "E10000");
    }
}
