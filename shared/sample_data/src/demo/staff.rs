//! The people who log in: one account per role, and enough colleagues to spread the cases over.

use chrono::{DateTime, Duration, Utc};
use clerk_base::config::Secret;
use clerk_domain::{
    accounts::{STAFF_DOMAIN, password},
    error::Result,
};
use clerk_store::db::{
    Connection,
    schema::{accounts_university, auth_group, auth_user, auth_user_groups},
};
use diesel::{
    BoolExpressionMethods, ExpressionMethods, Insertable, JoinOnDsl, OptionalExtension, QueryDsl,
    TextExpressionMethods, insert_into,
};
use diesel_async::RunQueryDsl;

use super::{people::mailbox, rng::SampleRng, samples::Samples};

/// The password of every demo account.
pub const PASSWORD: &str = "clerk-demo";

/// The logins, named for what they can do: username part, group, first and last name.
const LOGINS: [(&str, Option<&str>, &str, &str); 6] = [
    ("admin", Some("Admin"), "Alice", "Admin"),
    ("coordinator", Some("Coordinator"), "Cora", "Coordinator"),
    ("lawyer", Some("Lawyer"), "Lawrence", "Lawyer"),
    ("paralegal", Some("Paralegal"), "Paula", "Paralegal"),
    ("superuser", None, "Sue", "Superuser"),
    ("norole", None, "Nora", "Norole"),
];

/// How many colleagues a role has besides its login.
const COLLEAGUES: [(&str, usize); 3] = [("Coordinator", 1), ("Lawyer", 3), ("Paralegal", 9)];

/// Somebody who works on cases.
pub(super) struct Member {
    pub(super) id: i32,
    pub(super) full_name: String,
    pub(super) email: String,
}

/// The demo's staff by role.
pub(super) struct Staff {
    pub(super) coordinators: Vec<Member>,
    pub(super) lawyers: Vec<Member>,
    pub(super) paralegals: Vec<Member>,
}

#[derive(Clone, Insertable)]
#[diesel(table_name = auth_user)]
struct User {
    password: String,
    last_login: Option<DateTime<Utc>>,
    is_superuser: bool,
    username: String,
    first_name: String,
    last_name: String,
    email: String,
    is_staff: bool,
    is_active: bool,
    date_joined: DateTime<Utc>,
    is_intern: bool,
    ms_account_created_at: Option<DateTime<Utc>>,
    case_capacity: i32,
    university_id: Option<i32>,
    ms_account_initial_password: Option<String>,
}

/// Makes the demo's accounts, unless they are there, and returns those that work on cases.
pub(super) async fn ensure(
    conn: &mut Connection,
    samples: &Samples,
    now: DateTime<Utc>,
) -> Result<Staff> {
    let names = LOGINS.map(|(name, ..)| format!("{name}@{STAFF_DOMAIN}"));
    let present: i64 = auth_user::table
        .filter(auth_user::username.eq_any(&names))
        .count()
        .get_result(conn)
        .await?;
    if present < 6 {
        let universities = universities(conn, samples).await?;
        let password = password::hash(Secret::new(PASSWORD)).await?;
        let password = password.expose();
        // Their names do not depend on the seed: the accounts are the same for every run.
        let mut rng = SampleRng::new(0);
        for (name, group, first, last) in LOGINS {
            let mut user = user(password, name, first, last, now);
            user.is_superuser = name == "superuser";
            user.is_staff = matches!(name, "superuser" | "admin");
            if group == Some("Paralegal") {
                user.university_id = Some(*rng.pick(&universities));
            }
            add(conn, &user, group).await?;
        }
        for (group, count) in COLLEAGUES {
            for _ in 0..count {
                let (first, last) = (rng.pick(&samples.given), rng.pick(&samples.family));
                // Nobody real has an address that begins so.
                let name = mailbox(&format!("demo.{first}.{last}"));
                let mut user = user(password, &name, first, last, now);
                user.is_intern = group == "Paralegal" && rng.chance(50);
                user.university_id = user.is_intern.then(|| *rng.pick(&universities));
                add(conn, &user, Some(group)).await?;
            }
        }
    }
    Ok(Staff {
        coordinators: members(conn, "Coordinator").await?,
        lawyers: members(conn, "Lawyer").await?,
        paralegals: members(conn, "Paralegal").await?,
    })
}

fn user(password: &str, name: &str, first: &str, last: &str, now: DateTime<Utc>) -> User {
    let joined = now - Duration::days(30);
    User {
        password: password.to_owned(),
        last_login: None,
        is_superuser: false,
        username: format!("{name}@{STAFF_DOMAIN}"),
        first_name: first.to_owned(),
        last_name: last.to_owned(),
        email: format!("{name}@{STAFF_DOMAIN}"),
        is_staff: false,
        is_active: true,
        date_joined: joined,
        is_intern: false,
        ms_account_created_at: Some(joined),
        case_capacity: 4,
        university_id: None,
        ms_account_initial_password: None,
    }
}

/// Adds an account with its group, unless there is one of that name.
async fn add(conn: &mut Connection, user: &User, group: Option<&str>) -> Result<()> {
    let id = insert_into(auth_user::table)
        .values(user)
        .on_conflict_do_nothing()
        .returning(auth_user::id)
        .get_result::<i32>(conn)
        .await
        .optional()?;
    if let (Some(id), Some(group)) = (id, group) {
        let group: i32 = auth_group::table
            .filter(auth_group::name.eq(group))
            .select(auth_group::id)
            .first(conn)
            .await?;
        insert_into(auth_user_groups::table)
            .values((auth_user_groups::user_id.eq(id), auth_user_groups::group_id.eq(group)))
            .execute(conn)
            .await?;
    }
    Ok(())
}

async fn universities(conn: &mut Connection, samples: &Samples) -> Result<Vec<i32>> {
    let rows: Vec<_> =
        samples.universities.iter().map(|name| accounts_university::name.eq(name)).collect();
    insert_into(accounts_university::table)
        .values(rows)
        .on_conflict_do_nothing()
        .execute(conn)
        .await?;
    Ok(accounts_university::table
        .filter(accounts_university::name.eq_any(&samples.universities))
        .select(accounts_university::id)
        .order(accounts_university::id)
        .load(conn)
        .await?)
}

/// The demo's own accounts of a group; others that may be in the database are left in peace.
async fn members(conn: &mut Connection, group: &str) -> Result<Vec<Member>> {
    let logins = LOGINS.map(|(name, ..)| format!("{name}@{STAFF_DOMAIN}"));
    let rows: Vec<(i32, String, String, String)> = auth_user::table
        .inner_join(
            auth_user_groups::table
                .inner_join(auth_group::table)
                .on(auth_user_groups::user_id.eq(auth_user::id)),
        )
        .filter(auth_group::name.eq(group))
        .filter(auth_user::is_active)
        .filter(
            auth_user::username
                .eq_any(logins)
                .or(auth_user::username.like(format!("demo.%@{STAFF_DOMAIN}"))),
        )
        .order(auth_user::id)
        .select((auth_user::id, auth_user::first_name, auth_user::last_name, auth_user::email))
        .load(conn)
        .await?;
    let member = |(id, first, last, email): (i32, String, String, String)| Member {
        id,
        full_name: format!("{first} {last}"),
        email,
    };
    Ok(rows.into_iter().map(member).collect())
}
