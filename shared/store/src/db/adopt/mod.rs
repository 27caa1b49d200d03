//! Whether a database is the one that the original made: what it consists of, compared with what it
//! should consist of.

use std::{collections::BTreeMap, fmt};

use diesel::{QueryableByName, RunQueryDsl, connection::LoadConnection, pg::Pg, sql_types::Text};

const QUERY: &str = include_str!("catalogue.sql");
const EXPECTED: &str = include_str!("expected.txt");

/// One thing in the schema `public`.
#[derive(QueryableByName)]
struct Thing {
    #[diesel(sql_type = Text)]
    kind: String,
    #[diesel(sql_type = Text)]
    name: String,
    #[diesel(sql_type = Text)]
    definition: String,
}

/// What the schema `public` consists of: tables, columns, constraints, indexes, collations.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Catalogue(BTreeMap<Key, String>);

/// Name before kind, so that whatever concerns a table stands together.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    name: String,
    kind: String,
}

impl Key {
    /// The table that the thing is, or belongs to.
    fn table(&self) -> Option<&str> {
        match self.kind.as_str() {
            "collation" => None,
            "table" => Some(&self.name),
            _ => self.name.split_once('.').map(|(table, _)| table),
        }
    }
}

/// A way in which a database is not the one that the original made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// What is concerned, such as `column core_issue.fileref`.
    pub subject: String,
    /// How it should be, unless it should not be there.
    pub expected: Option<String>,
    /// How it is, unless it is missing.
    pub found: Option<String>,
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let subject = &self.subject;
        match (&self.expected, &self.found) {
            (Some(expected), Some(found)) => write!(f, "{subject}: is {found}, not {expected}"),
            (Some(_), None) if subject.starts_with("table ") => write!(f, "{subject}: is missing"),
            (Some(expected), None) => write!(f, "{subject}: is missing, should be {expected}"),
            (None, found) => {
                write!(f, "{subject}: is unknown ({})", found.as_deref().unwrap_or_default())
            }
        }
    }
}

impl Catalogue {
    /// The catalogue of a database that the original made.
    #[must_use]
    pub fn expected() -> Self {
        let lines = EXPECTED.lines().filter_map(|line| {
            let mut parts = line.splitn(3, '\t').map(str::to_owned);
            let (kind, name) = (parts.next()?, parts.next()?);
            Some((Key { name, kind }, parts.next()?))
        });
        Self(lines.collect())
    }

    /// The catalogue of the database behind a connection, whose search path must not hold `public`.
    pub fn read(conn: &mut impl LoadConnection<Backend = Pg>) -> diesel::QueryResult<Self> {
        let things: Vec<Thing> = diesel::sql_query(QUERY).load(conn)?;
        let things = things
            .into_iter()
            .map(|Thing { kind, name, definition }| (Key { name, kind }, definition));
        Ok(Self(things.collect()))
    }

    /// How this differs from what is expected. Further tables, collations and indexes do not count.
    #[must_use]
    pub fn differences_from(&self, expected: &Self) -> Vec<Difference> {
        let mut all: BTreeMap<&Key, Difference> = BTreeMap::new();
        for (key, wanted) in &expected.0 {
            let found = self.0.get(key);
            // That a table is missing says enough about its parts.
            if found != Some(wanted) && (key.kind == "table" || self.has_table_of(key)) {
                all.insert(key, difference(key, Some(wanted), found));
            }
        }
        for (key, found) in &self.0 {
            let is_addition = matches!(key.kind.as_str(), "table" | "index" | "collation");
            if !is_addition && expected.has_table_of(key) && !expected.0.contains_key(key) {
                all.insert(key, difference(key, None, Some(found)));
            }
        }
        all.into_values().collect()
    }

    fn has_table_of(&self, key: &Key) -> bool {
        key.table().is_none_or(|name| {
            self.0.contains_key(&Key { name: name.to_owned(), kind: "table".to_owned() })
        })
    }
}

fn difference(key: &Key, expected: Option<&String>, found: Option<&String>) -> Difference {
    Difference {
        subject: format!("{} {}", key.kind, key.name),
        expected: expected.cloned(),
        found: found.cloned(),
    }
}
