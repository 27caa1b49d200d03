//! Functions of PostgreSQL that Diesel does not know.

use diesel::{define_sql_function, sql_types::Text};

define_sql_function! {
    /// A text in small letters.
    fn lower(text: Text) -> Text;
}

define_sql_function! {
    /// A text without the spaces around it.
    fn btrim(text: Text) -> Text;
}
