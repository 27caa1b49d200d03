//! Arrays of texts, as old rows hold them.

use diesel::{
    deserialize::{FromSql, FromSqlRow, Result},
    pg::{Pg, PgValue},
    sql_types::{Array, Nullable, Text},
};

/// The elements of a text array that say something: nulls and blanks, which the intake form has
/// left in old rows, are dropped.
#[derive(Clone, Debug, Default, PartialEq, Eq, FromSqlRow)]
pub struct TextList(pub Vec<String>);

impl FromSql<Array<Text>, Pg> for TextList {
    fn from_sql(bytes: PgValue<'_>) -> Result<Self> {
        let elements =
            <Vec<Option<String>> as FromSql<Array<Nullable<Text>>, Pg>>::from_sql(bytes)?;
        Ok(Self(elements.into_iter().flatten().filter(|text| !text.is_empty()).collect()))
    }
}

impl From<TextList> for Vec<String> {
    fn from(list: TextList) -> Self {
        list.0
    }
}
