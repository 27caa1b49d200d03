//! Backups: taken, damaged, restored, with the scripts as they are, a real bucket and a real database.

use std::process::{Command, Output};

use clerk_tests::{
    TestDb, binaries,
    cluster::{Cluster, workspace},
    database, factories,
    s3::{BUCKET, S3Server},
};

/// A table with this many rows more than the backup has would not be noticed by its name alone.
const CASES: usize = 3;

struct Backups {
    s3: S3Server,
    db: TestDb,
}

impl Backups {
    /// Nothing when the programs that the scripts use are not there.
    async fn new() -> Option<Self> {
        for program in ["aws", "gpg", "pg_dump", "python3"] {
            if Command::new(program).arg("--version").output().is_err() {
                eprintln!("skipped: {program} is not installed");
                return None;
            }
        }
        let db = TestDb::migrated().await;
        for _ in 0..CASES {
            factories::case().create(&db).await;
        }
        Some(Self { s3: S3Server::start().await, db })
    }

    /// Puts something else into the bucket.
    async fn put(&self, key: &str, bytes: &[u8]) {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), bytes).unwrap();
        let (from, to) = (file.path().to_str().unwrap(), format!("s3://{BUCKET}/{key}"));
        let output = self.run(Command::new("aws"), &["s3", "cp", from, &to]).await;
        assert!(output.status.success(), "{}", binaries::text(&output));
    }

    async fn script(&self, name: &str, arguments: &[&str]) -> Output {
        let script = workspace().join("deploy/backup").join(name);
        self.run(Command::new(script), arguments).await
    }

    /// The refreshing of a test environment whose database has this name.
    async fn refresh(&self, database: &str, arguments: &[&str]) -> Output {
        let mut command = Command::new(workspace().join("deploy/backup/refresh-staging.sh"));
        let programs = binaries::clerk_worker().parent().unwrap().to_str().unwrap().to_owned();
        let files = tempfile::tempdir().unwrap();
        #[expect(clippy::disallowed_methods, reason = "where programs are is no setting of ours")]
        let path = std::env::var("PATH").unwrap();
        command
            .env("PATH", format!("{programs}:{path}"))
            .env("DJANGO_SETTINGS_MODULE", "clerk.settings.test")
            .env("CLERK_FILES_DIR", files.path());
        self.run_on(database, command, arguments).await
    }

    async fn run(&self, command: Command, arguments: &[&str]) -> Output {
        self.run_on(&self.db.name, command, arguments).await
    }

    async fn run_on(&self, database: &str, mut command: Command, arguments: &[&str]) -> Output {
        command
            .args(arguments)
            .env_remove("COMPOSE_SUFFIX")
            .envs(Cluster::get().variables(database))
            .envs(self.s3.variables())
            .env("AWS_DEFAULT_REGION", "us-east-1")
            .env("AWS_ENDPOINT_URL", &self.s3.url)
            .env("S3_BUCKET", format!("s3://{BUCKET}"))
            .env("BACKUP_PASSPHRASE", "a long passphrase");
        tokio::task::spawn_blocking(move || command.output().unwrap()).await.unwrap()
    }

    async fn backup(&self, arguments: &[&str]) -> String {
        let output = self.script("backup.sh", arguments).await;
        let said = binaries::text(&output);
        assert!(output.status.success(), "{said}");
        assert!(!said.contains("a long passphrase"));
        let name = said.split_once(&format!("s3://{BUCKET}/")).unwrap().1;
        name.lines().next().unwrap().to_owned()
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_backup_is_restored_row_by_row_or_not_at_all() {
    let Some(backups) = Backups::new().await else { return };
    let name = backups.backup(&[]).await;
    assert!(name.starts_with("postgres_clerk_") && name.ends_with(".sql.gpg"), "{name}");
    let stored = backups.s3.object(&name);
    assert!(!stored.windows(5).any(|window| window == b"PGDMP"), "it is not encrypted");

    let target = TestDb::empty().await;
    let output = backups.script("restore.sh", &["latest", &target.name]).await;
    assert!(output.status.success(), "{}", binaries::text(&output));
    assert!(binaries::text(&output).contains("tables have the rows that they should have"));
    let count = "SELECT count(*) FROM public.core_issue";
    assert_eq!(target.value::<i64>(count, &[]).await, CASES as i64);
    // What was restored is a database that Clerk works on.
    let output = binaries::command(&binaries::clerk_worker(), target.variables())
        .args(["migrate", "--check"])
        .output()
        .unwrap();
    assert!(binaries::text(&output).contains("up to date"), "{}", binaries::text(&output));

    let output = backups.script("restore.sh", &["latest", &target.name]).await;
    assert!(binaries::text(&output).contains("not empty: nothing was touched"));
    let output = backups.script("restore.sh", &["latest", "clerk"]).await;
    assert!(binaries::text(&output).contains("what the live server uses"));

    let empty = TestDb::empty().await;
    backups.put(&name, &stored[..stored.len() - 1]).await;
    let output = backups.script("restore.sh", &[&name, &empty.name]).await;
    let said = binaries::text(&output);
    assert!(!output.status.success());
    assert!(said.contains("is damaged") || said.contains("cannot be fetched whole"), "{said}");
    backups.put(&name, &stored).await;
    let manifest = name.replace(".sql.gpg", ".manifest.json");
    let text = String::from_utf8(backups.s3.object(&manifest)).unwrap();
    let more = text.replace("\"public.core_issue\": 3", "\"public.core_issue\": 4");
    assert_ne!(text, more, "{text}");
    backups.put(&manifest, more.as_bytes()).await;
    let output = backups.script("restore.sh", &[&name, &empty.name]).await;
    assert!(!output.status.success());
    assert!(binaries::text(&output).contains("public.core_issue: 4 rows, 3 restored"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_drill_leaves_nothing_behind() {
    let Some(backups) = Backups::new().await else { return };
    let name = backups.backup(&["--no-encrypt"]).await;
    assert!(backups.s3.object(&name).starts_with(b"PGDMP"));
    let output = backups.script("drill.sh", &[]).await;
    assert!(output.status.success(), "{}", binaries::text(&output));
    let left = database::connect("postgres")
        .await
        .query("SELECT datname FROM pg_database WHERE datname LIKE 'clerk_drill%'", &[])
        .await
        .unwrap();
    assert!(left.is_empty());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_missing_is_said() {
    let Some(backups) = Backups::new().await else { return };
    for (script, arguments, words) in [
        ("backup.sh", &["--dry-run"][..], "Would write"),
        ("backup.sh", &["--now"], "backup.sh ["),
        ("restore.sh", &["latest"], "restore.sh BACKUP"),
        ("restore.sh", &["latest", "x"], "there is no backup"),
        ("restore.sh", &["some.sql.gpg", "x", "--dry-run"], "Would restore"),
    ] {
        let output = backups.script(script, arguments).await;
        assert!(binaries::text(&output).contains(words), "{}", binaries::text(&output));
    }
}

/// The databases whose names begin so.
async fn databases(like: &str) -> Vec<String> {
    let client = database::connect("postgres").await;
    let sql = "SELECT datname::text FROM pg_database WHERE starts_with(datname, $1) ORDER BY 1";
    client.query(sql, &[&like]).await.unwrap().iter().map(|row| row.get(0)).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_test_environment_gets_the_data_without_the_people() {
    let Some(backups) = Backups::new().await else { return };
    let name = backups.backup(&[]).await;
    let staging = format!("clerk_staging_{}", uuid::Uuid::new_v4().simple());
    let admin = database::connect("postgres").await;
    admin.batch_execute(&format!("CREATE DATABASE {staging} OWNER clerk")).await.unwrap();
    let before = database::connect(&staging).await;
    before.batch_execute("CREATE TABLE public.before (id integer)").await.unwrap();

    let output = backups.refresh(&staging, &["--dry-run"]).await;
    assert!(output.status.success(), "{}", binaries::text(&output));
    assert!(binaries::text(&output).contains("Would stop clerk_staging"));
    // A backup that cannot be read leaves everything as it was.
    let stored = backups.s3.object(&name);
    backups.put(&name, &stored[..stored.len() / 2]).await;
    assert!(!backups.refresh(&staging, &[]).await.status.success());
    assert_eq!(databases(&staging).await, [staging.as_str()]);
    before.query("SELECT FROM public.before", &[]).await.unwrap();
    backups.put(&name, &stored).await;

    for _ in 0..2 {
        let output = backups.refresh(&staging, &[]).await;
        let said = binaries::text(&output);
        assert!(output.status.success(), "{said}");
        assert!(said.contains("tables have the rows that they should have"), "{said}");
        assert_eq!(databases(&staging).await, [staging.as_str()]);
    }
    let sql = "SELECT (SELECT count(*) FROM core_issue),
        (SELECT count(*) FROM auth_user WHERE email LIKE 'test-%')";
    let row = database::connect(&staging).await.query_one(sql, &[]).await.unwrap();
    assert_eq!((row.get::<_, i64>(0), row.get::<_, i64>(1)), (CASES as i64, 3));
    let names = "SELECT array_agg(first_name || email ORDER BY id) FROM core_client";
    let hidden: Vec<String> =
        database::connect(&staging).await.query_one(names, &[]).await.unwrap().get(0);
    let real: Vec<String> = backups.db.value(names, &[]).await;
    assert_eq!(hidden.len(), real.len());
    assert!(hidden.iter().all(|value| !real.contains(value)), "{hidden:?} {real:?}");

    for wrong in ["clerk_prod", "clerk", backups.db.name.as_str()] {
        let said = binaries::text(&backups.refresh(wrong, &[]).await);
        assert!(said.contains("no test database, nothing was touched"), "{said}");
    }
    admin.batch_execute(&format!("DROP DATABASE {staging} WITH (FORCE)")).await.unwrap();
}
