//! The database: whether it answers, is ours, has the same time, and can be read with our keys.

use clerk_domain::{Context, accounts, error::Result, sessions::signing};
use clerk_store::db::{self, Connection, Start};
use diesel::{
    QueryableByName, sql_query,
    sql_types::{BigInt, Bool, Double, Integer, Nullable, Text},
};
use diesel_async::RunQueryDsl;

use super::{Finding, State};

/// Clocks that differ by more make sessions and leases end at the wrong time, in seconds.
const MAX_SKEW: f64 = 5.0;

pub(super) async fn check(ctx: &Context) -> Vec<Finding> {
    const WHAT: &str = "database";
    let mut conn = match ctx.db().await {
        Ok(conn) => conn,
        Err(error) => {
            let found = format!("{error}. Check PGHOST, PGPORT, PGDATABASE, PGUSER and PGPASSWORD");
            return vec![Finding::new(WHAT, State::Fail, found)];
        }
    };
    let shape = shape(ctx).await;
    let is_ours = shape.state != State::Fail;
    let mut findings = vec![shape];
    match server(&mut conn).await {
        Ok(server) => findings.extend(server.findings(ctx)),
        Err(error) => findings.push(Finding::new(WHAT, State::Fail, error.to_string())),
    }
    if is_ours {
        findings.push(secret_key(ctx, &mut conn).await);
        findings.push(salt_key(ctx, &mut conn).await);
    }
    findings
}

/// What `clerk-worker migrate` would do.
async fn shape(ctx: &Context) -> Finding {
    const WHAT: &str = "migrations";
    match db::plan(db::options(&ctx.config.database)).await {
        Ok(plan) => {
            let found = match (plan.start, plan.applied.len()) {
                (Start::Known, 0) => "up to date".to_owned(),
                (Start::Known, count) => format!("{count} to apply"),
                (Start::Original, _) => {
                    "the original's database, which would be adopted".to_owned()
                }
                (Start::Empty, _) => "empty, would be created".to_owned(),
            };
            let state = if plan.drift.is_empty() { State::Ok } else { State::Warn };
            let drift: String =
                plan.drift.iter().map(|change| format!("; changed: {change}")).collect();
            Finding::new(WHAT, state, found + &drift)
        }
        Err(error) => Finding::new(WHAT, State::Fail, error.to_string()),
    }
}

#[derive(QueryableByName)]
struct Server {
    #[diesel(sql_type = Text)]
    version: String,
    #[diesel(sql_type = Double)]
    now: f64,
    #[diesel(sql_type = Integer)]
    max_connections: i32,
    #[diesel(sql_type = BigInt)]
    used: i64,
    #[diesel(sql_type = Bool)]
    may_create: bool,
}

async fn server(conn: &mut Connection) -> Result<Server> {
    let sql = "SELECT current_setting('server_version') AS version,
            extract(epoch FROM clock_timestamp())::float8 AS now,
            current_setting('max_connections')::int AS max_connections,
            (SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend') AS used,
            has_database_privilege(current_database(), 'CREATE')
                OR to_regnamespace('clerk') IS NOT NULL AS may_create";
    Ok(sql_query(sql).get_result(conn).await?)
}

impl Server {
    fn findings(&self, ctx: &Context) -> Vec<Finding> {
        let state = |is_fine: bool, other: State| if is_fine { State::Ok } else { other };
        let pool = i64::from(u32::try_from(ctx.config.database.pool_size).unwrap_or(u32::MAX));
        // The web server, the worker, and the worker's own for its queue; while it is updated, twice.
        let wanted = 2 * (2 * pool + 4);
        let free = i64::from(self.max_connections) - self.used;
        #[expect(clippy::cast_precision_loss, reason = "a difference of seconds is looked for")]
        let skew = self.now - ctx.clock.now().timestamp_millis() as f64 / 1000.0;
        vec![
            Finding::new("server", State::Ok, format!("PostgreSQL {}", self.version)),
            Finding::new(
                "connections",
                state(free >= wanted, State::Warn),
                format!(
                    "{} in use of {}; an update needs up to {wanted} (CLERK_DB_POOL_SIZE)",
                    self.used, self.max_connections
                ),
            ),
            Finding::new(
                "rights",
                state(self.may_create, State::Fail),
                "the role must be able to make the schema clerk: GRANT CREATE ON DATABASE",
            ),
            Finding::new(
                "clock of the database",
                state(skew.abs() < MAX_SKEW, State::Fail),
                format!("differs by {skew:.1} s from this machine's"),
            ),
        ]
    }
}

#[derive(QueryableByName)]
struct Stored {
    #[diesel(sql_type = Nullable<Text>)]
    value: Option<String>,
}

async fn stored(conn: &mut Connection, sql: &str) -> Result<Option<String>> {
    let rows: Vec<Stored> = sql_query(sql).load(conn).await?;
    Ok(rows.into_iter().find_map(|row| row.value))
}

/// A session that the database holds must be one that our key has signed, or everybody is logged out.
async fn secret_key(ctx: &Context, conn: &mut Connection) -> Finding {
    const WHAT: &str = "DJANGO_SECRET_KEY";
    let newest = "SELECT session_data AS value FROM public.django_session
                  WHERE expire_date > now() ORDER BY expire_date DESC LIMIT 1";
    match stored(conn, newest).await {
        Ok(None) => Finding::new(WHAT, State::Ok, "no session to try it on"),
        Ok(Some(data)) if is_signed(ctx, &data) => {
            Finding::new(WHAT, State::Ok, "has signed the newest session")
        }
        Ok(Some(_)) => Finding::new(
            WHAT,
            State::Warn,
            "has not signed the newest session: everybody would have to log in again",
        ),
        Err(error) => Finding::new(WHAT, State::Fail, error.to_string()),
    }
}

fn is_signed(ctx: &Context, data: &str) -> bool {
    let secret = &ctx.config.security.secret_key;
    signing::load(data, signing::SESSION_SALT, secret).is_some()
}

/// What the original has encrypted must be readable.
async fn salt_key(ctx: &Context, conn: &mut Connection) -> Finding {
    const WHAT: &str = "SALT_KEY";
    let newest = "SELECT ms_account_initial_password AS value FROM public.auth_user
                  WHERE ms_account_initial_password <> '' ORDER BY id DESC LIMIT 1";
    match stored(conn, newest).await {
        Ok(None) => Finding::new(WHAT, State::Ok, "nothing encrypted to try it on"),
        Ok(Some(cipher)) => match accounts::can_decrypt(&ctx.config.security, &cipher).await {
            Ok(true) => Finding::new(WHAT, State::Ok, "reads what is encrypted"),
            _ => Finding::new(WHAT, State::Warn, "does not read what is encrypted"),
        },
        Err(error) => Finding::new(WHAT, State::Fail, error.to_string()),
    }
}
