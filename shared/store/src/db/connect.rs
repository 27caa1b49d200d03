//! Connections to PostgreSQL, pooled and single.

use std::time::Duration;

use clerk_base::config::DatabaseConfig;
use diesel::{ConnectionError, ConnectionResult};
use diesel_async::{
    AsyncPgConnection,
    pooled_connection::{AsyncDieselConnectionManager, ManagerConfig, RecyclingMethod, deadpool},
};
use futures_util::FutureExt;
use tokio_postgres::NoTls;

/// A single connection.
pub type Connection = AsyncPgConnection;
/// The connections of a process.
pub type Pool = deadpool::Pool<AsyncPgConnection>;
/// A connection that returns to the pool when dropped.
pub type PooledConnection = deadpool::Object<AsyncPgConnection>;

/// How long a request waits for a free connection.
const WAIT: Duration = Duration::from_secs(10);

/// The driver's settings for a configuration.
#[must_use]
pub fn options(config: &DatabaseConfig) -> tokio_postgres::Config {
    let mut options = tokio_postgres::Config::new();
    options
        .host(&config.host)
        .port(config.port)
        .dbname(&config.name)
        .user(&config.user)
        .application_name("clerk")
        .connect_timeout(WAIT);
    if let Some(password) = &config.password {
        options.password(password.expose());
    }
    options
}

/// The pool. Connections are opened when first needed.
///
/// # Errors
/// Fails when the pool cannot be built, for instance with a size of 0.
pub fn pool(config: &DatabaseConfig) -> Result<Pool, deadpool::BuildError> {
    let settings = options(config);
    let mut manager = ManagerConfig::default();
    // Testing the connection at every checkout costs about a third of the throughput.
    manager.recycling_method = RecyclingMethod::Fast;
    manager.custom_setup = Box::new(move |_| connect(settings.clone()).boxed());
    let manager = AsyncDieselConnectionManager::new_with_config(String::new(), manager);
    Pool::builder(manager)
        .max_size(config.pool_size)
        .wait_timeout(Some(WAIT))
        .create_timeout(Some(WAIT))
        .runtime(::deadpool::Runtime::Tokio1)
        .build()
}

/// Opens one connection.
///
/// # Errors
/// Fails when the server cannot be reached or refuses the login.
pub async fn connect(options: tokio_postgres::Config) -> ConnectionResult<Connection> {
    let (client, connection) = options
        .connect(NoTls)
        .await
        .map_err(|error| ConnectionError::BadConnection(reason(&error)))?;
    AsyncPgConnection::try_from_client_and_connection(client, connection).await
}

/// The driver's error says only what it was doing; what went wrong is in its sources.
fn reason(error: &dyn std::error::Error) -> String {
    let causes = std::iter::successors(Some(error), |error| error.source());
    causes.map(ToString::to_string).collect::<Vec<_>>().join(": ")
}
