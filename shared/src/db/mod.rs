//! The database: connections, tables, migrations.

mod connect;
mod migrate;
pub mod schema;

pub use connect::{Connection, Pool, PooledConnection, connect, options, pool};
pub use migrate::migrate;
