//! How large an email is, and how much room it has left: its limit is
//! [`crate::emails::outbox::MAX_EMAIL_BYTES`].

use clerk_store::StoreError;
use clerk_store::db::{
    Connection,
    schema::{emails_email, emails_emailattachment},
};
use diesel::{ExpressionMethods, QueryDsl};
use diesel_async::RunQueryDsl;

use crate::{
    Context,
    emails::outbox::{MAX_EMAIL_BYTES, megabytes},
    error::{DomainError, Result},
};

/// What a file of so many bytes takes in an email.
#[must_use]
pub const fn encoded(bytes: u64) -> u64 {
    bytes.div_ceil(3).saturating_mul(4)
}

/// An email's size, measured.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Measured {
    /// The keys of its files in the file store.
    pub keys: Vec<String>,
    /// Bytes as it travels.
    pub size: u64,
}

impl Measured {
    /// How large a file can still be attached, in bytes.
    #[must_use]
    pub const fn room(&self) -> u64 {
        MAX_EMAIL_BYTES.saturating_sub(self.size) / 4 * 3
    }

    /// Checks that a file of so many bytes still fits.
    ///
    /// # Errors
    /// [`DomainError::Invalid`] for `file`, with how much room is left.
    pub fn check_room(&self, bytes: u64) -> Result<()> {
        if self.size.saturating_add(encoded(bytes)) <= MAX_EMAIL_BYTES {
            return Ok(());
        }
        let left = megabytes(self.room());
        let detail = format!("This file is too large: the email has room for {left} more.");
        Err(DomainError::invalid("file", "invalid", detail))
    }
}

/// Measures an email with its files. Asks the file store for every file's size, so it has no place in
/// a transaction. A file that is missing counts nothing.
///
/// # Errors
/// [`DomainError::NotFound`] when there is no such email.
pub async fn measure(ctx: &Context, email: i32) -> Result<Measured> {
    let (texts, keys) = {
        let conn = &mut *ctx.db().await?;
        let found: Vec<(String, String)> = emails_email::table
            .find(email)
            .select((emails_email::text, emails_email::html))
            .load(conn)
            .await?;
        let (text, html) = found.into_iter().next().ok_or(DomainError::NotFound)?;
        (text.len() as u64 + html.len() as u64, attached(conn, email).await?)
    };
    let mut size = texts;
    for key in &keys {
        size += match ctx.files.open(key).await {
            Ok(file) => encoded(file.size),
            Err(StoreError::NotFound) => 0,
            Err(error) => return Err(error.into()),
        };
    }
    Ok(Measured { keys, size })
}

/// The keys of an email's files in the file store, in the order they were attached.
pub(super) async fn attached(conn: &mut Connection, email: i32) -> Result<Vec<String>> {
    let keys = emails_emailattachment::table
        .filter(emails_emailattachment::email_id.eq(email))
        .order(emails_emailattachment::id)
        .select(emails_emailattachment::file)
        .load(conn)
        .await?;
    Ok(keys)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_grow_by_a_third() {
        for (bytes, encoded_bytes) in [(0, 0), (1, 4), (3, 4), (4, 8), (3000, 4000)] {
            assert_eq!(encoded(bytes), encoded_bytes);
        }
    }

    #[test]
    fn what_fits_is_what_there_is_room_for() {
        for size in [0, 1, 1000, MAX_EMAIL_BYTES - 4, MAX_EMAIL_BYTES - 3, MAX_EMAIL_BYTES] {
            let measured = Measured { keys: Vec::new(), size };
            assert!(measured.check_room(measured.room()).is_ok(), "{size}");
            assert!(measured.check_room(measured.room() + 4).is_err(), "{size}");
        }
        let over = Measured { keys: Vec::new(), size: MAX_EMAIL_BYTES + 1 };
        assert!(over.check_room(0).is_err());
        assert_eq!(over.room(), 0);
    }
}
