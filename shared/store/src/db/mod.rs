//! The database: connections, tables, migrations.

pub mod adopt;
mod connect;
mod distinct;
pub mod jsonb;
pub mod lock;
mod migrate;
pub mod pattern;
pub mod schema;
pub mod sql;
mod text_list;

pub use connect::{Connection, Pool, PooledConnection, connect, options, pool};
pub use distinct::distinct;
pub use migrate::{
    MigrateError, Outcome, Start, Step, is_current, migrate, migrate_reporting, plan,
};
pub use text_list::TextList;
