//! The database: connections, tables, migrations.

pub mod adopt;
mod connect;
mod migrate;
pub mod schema;

pub use connect::{Connection, Pool, PooledConnection, connect, options, pool};
pub use migrate::{
    MigrateError, Outcome, Start, Step, is_current, migrate, migrate_reporting, plan,
};
