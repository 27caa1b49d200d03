//! Who makes a request: actors are values with the same verbs, logged in or not.

use std::{
    sync::atomic::{AtomicU32, Ordering},
    time::Duration,
};

use clerk_base::config::Secret;
use clerk_domain::{accounts, sessions};
use reqwest::{
    Body, Client, Method, Request, RequestBuilder, StatusCode,
    header::{HeaderMap, HeaderValue},
    redirect::Policy,
};
use serde_json::{Map, Value};

use crate::{TestApp, TestDb, api_document};

/// The password of every account made here.
pub const PASSWORD: &str = "a long test password";

/// The CSRF token of every logged-in actor.
pub const CSRF_TOKEN: &str = "abcdefghijklmnopqrstuvwxyzABCDEF";

/// An account in the database.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct User {
    /// `auth_user.id`.
    pub id: i32,
    /// Address and username.
    pub email: String,
}

/// How to make a [`User`].
#[derive(Clone, Debug)]
pub struct NewUser<'a> {
    /// Address and username.
    pub email: &'a str,
    /// Names of the groups.
    pub groups: &'a [&'a str],
    /// Whether it may do everything.
    pub is_superuser: bool,
    /// Whether it may log in.
    pub is_active: bool,
    /// The stored password string.
    pub password: Secret,
}

impl<'a> NewUser<'a> {
    /// An active account with [`PASSWORD`], cheaply hashed.
    pub fn new(email: &'a str) -> Self {
        let password = accounts::password::hash_blocking(PASSWORD, "testtesttesttesttestte", 10);
        Self { email, groups: &[], is_superuser: false, is_active: true, password }
    }

    /// Puts it into the database.
    pub async fn create(self, db: &TestDb) -> User {
        let (first, last) =
            self.email.split('@').next().unwrap().split_once('.').unwrap_or(("Una", "User"));
        let id: i32 = db
            .value(
                "INSERT INTO auth_user (password, is_superuser, username, first_name, last_name, \
                 email, is_staff, is_active, date_joined, is_intern, case_capacity, \
                 ms_account_created_at) \
                 VALUES ($1, $2, $3, $4, $5, $3, false, $6, '2026-01-05', false, 4, '2026-01-06') \
                 RETURNING id",
                &[
                    &self.password.expose(),
                    &self.is_superuser,
                    &self.email,
                    &first,
                    &last,
                    &self.is_active,
                ],
            )
            .await;
        for group in self.groups {
            let added = db
                .execute(
                    "INSERT INTO auth_user_groups (user_id, group_id) \
                     SELECT $1, id FROM auth_group WHERE name = $2",
                    &[&id, group],
                )
                .await;
            assert_eq!(added, 1, "group {group}");
        }
        User { id, email: self.email.to_owned() }
    }
}

/// A person who makes requests. Redirects are not followed and no cookies are kept, so that a test
/// sees what the server says.
#[derive(Clone)]
pub struct Actor {
    /// The account, if logged in.
    pub user: Option<User>,
    /// The session key, if logged in.
    pub session: Option<String>,
    url: String,
    client: Client,
}

/// What the server answered.
#[derive(Clone, Debug)]
pub struct Reply {
    /// Status.
    pub status: StatusCode,
    /// Headers.
    pub headers: HeaderMap,
    /// Body.
    pub body: Vec<u8>,
}

impl Reply {
    /// The body as text.
    #[track_caller]
    pub fn text(&self) -> &str {
        std::str::from_utf8(&self.body).unwrap()
    }

    /// The body as JSON.
    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| {
            panic!("{error}: {} {}", self.status, String::from_utf8_lossy(&self.body))
        })
    }

    /// The same reply, if it has this status.
    #[track_caller]
    pub fn expect(self, status: u16) -> Self {
        assert_eq!(self.status.as_u16(), status, "{}", String::from_utf8_lossy(&self.body));
        self
    }

    /// The first header of a name, empty when there is none.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// The value of a cookie that the reply sets: the whole `Set-Cookie` line.
    pub fn set_cookie(&self, name: &str) -> Option<&str> {
        self.headers
            .get_all("set-cookie")
            .iter()
            .map(|line| line.to_str().unwrap())
            .find(|line| line.split('=').next() == Some(name))
    }

    /// The value of a cookie that the reply sets.
    pub fn cookie(&self, name: &str) -> Option<&str> {
        self.set_cookie(name)?.split(';').next()?.split_once('=').map(|(_, value)| value)
    }

    /// `type` and the first `code` and `attr` of an error envelope.
    #[track_caller]
    pub fn error(&self) -> (String, String, Option<String>) {
        let json = self.json();
        let text = |value: &Value| value.as_str().map(str::to_owned);
        let first = &json["errors"][0];
        (text(&json["type"]).unwrap(), text(&first["code"]).unwrap(), text(&first["attr"]))
    }
}

impl Actor {
    fn new(url: &str, session: Option<(User, String)>) -> Self {
        let mut headers = HeaderMap::new();
        if let Some((_, key)) = &session {
            let cookies = format!("sessionid={key}; csrftoken={CSRF_TOKEN}");
            headers.insert("cookie", HeaderValue::from_str(&cookies).unwrap());
            headers.insert("x-csrftoken", HeaderValue::from_static(CSRF_TOKEN));
        }
        #[expect(clippy::disallowed_methods, reason = "plays the browser")]
        let client = Client::builder()
            .redirect(Policy::none())
            .default_headers(headers)
            // Before the server closes them, which it does after 5 s: on a slow machine a connection that
            // was just being closed would be used again.
            .pool_idle_timeout(Duration::from_secs(2))
            .build()
            .unwrap();
        let (user, session) = session.unzip();
        Self { user, session, url: url.to_owned(), client }
    }

    /// The same person with the same session, at another server.
    pub fn at(&self, url: &str) -> Self {
        Self::new(url, self.user.clone().zip(self.session.clone()))
    }

    /// The account's id; for logged-in actors.
    #[track_caller]
    pub fn id(&self) -> i32 {
        self.user.as_ref().unwrap().id
    }

    /// Begins a request, to add headers or a body and pass it to [`Actor::send`].
    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.client.request(method, format!("{}{path}", self.url))
    }

    /// Sends a request without a look at the answer.
    pub async fn send_unchecked(&self, request: RequestBuilder) -> Reply {
        self.execute(request.build().unwrap()).await
    }

    async fn execute(&self, request: Request) -> Reply {
        let response = self.client.execute(request).await.unwrap();
        Reply {
            status: response.status(),
            headers: response.headers().clone(),
            body: response.bytes().await.unwrap().into(),
        }
    }

    /// Sends a request. What the staff API answers has to be as its document says.
    pub async fn send(&self, request: RequestBuilder) -> Reply {
        let request = request.build().unwrap();
        let (method, path) = (request.method().clone(), request.url().path().to_owned());
        let sent = request.body().and_then(Body::as_bytes).map(serde_json::from_slice);
        let sent: Option<Value> = sent.transpose().ok().flatten();
        let reply = self.execute(request).await;
        let is_checked = !matches!(method, Method::HEAD | Method::OPTIONS);
        let has_document = path.starts_with("/clerk/api/") && is_checked;
        if has_document && reply.status != StatusCode::NOT_FOUND {
            let status = reply.status.as_u16();
            api_document::check(method.as_str(), &path, sent.as_ref(), status, &reply.body);
        }
        reply
    }

    /// GET.
    pub async fn get(&self, path: &str) -> Reply {
        self.send(self.request(Method::GET, path)).await
    }

    /// POST with a JSON body.
    pub async fn post(&self, path: &str, body: Value) -> Reply {
        self.send(self.request(Method::POST, path).json(&body)).await
    }

    /// PATCH with a JSON body.
    pub async fn patch(&self, path: &str, body: Value) -> Reply {
        self.send(self.request(Method::PATCH, path).json(&body)).await
    }

    /// PUT with a JSON body.
    pub async fn put(&self, path: &str, body: Value) -> Reply {
        self.send(self.request(Method::PUT, path).json(&body)).await
    }

    /// DELETE.
    pub async fn delete(&self, path: &str) -> Reply {
        self.send(self.request(Method::DELETE, path)).await
    }

    /// OPTIONS.
    pub async fn options(&self, path: &str) -> Reply {
        self.send(self.request(Method::OPTIONS, path)).await
    }
}

impl TestApp {
    /// A visitor who is not logged in.
    pub fn anonymous(&self) -> Actor {
        Actor::new(&self.url, None)
    }

    /// The account, logged in by a session row.
    pub async fn login_as(&self, user: &User) -> Actor {
        let mut conn = self.ctx.db().await.unwrap();
        let stored: String =
            self.db.value("SELECT password FROM auth_user WHERE id = $1", &[&user.id]).await;
        let secret = &self.ctx.config.security.secret_key;
        let now = self.ctx.clock.now();
        let mut session = sessions::Session::new(Map::new(), now);
        session.log_in(user.id, &Secret::new(stored), sessions::BACKEND_PASSWORD, secret);
        sessions::insert(&mut conn, &session, secret, now).await.unwrap();
        Actor::new(&self.url, Some((user.clone(), session.key)))
    }

    async fn actor(&self, new: NewUser<'_>) -> Actor {
        let user = new.create(&self.db).await;
        self.login_as(&user).await
    }

    /// A new paralegal, logged in. Every call makes another account.
    pub async fn paralegal(&self) -> Actor {
        self.member("paralegal", &["Paralegal"]).await
    }

    /// A new lawyer, logged in.
    pub async fn lawyer(&self) -> Actor {
        self.member("lawyer", &["Lawyer"]).await
    }

    /// A new coordinator, logged in.
    pub async fn coordinator(&self) -> Actor {
        self.member("coordinator", &["Coordinator"]).await
    }

    /// A new admin, logged in.
    pub async fn admin(&self) -> Actor {
        self.member("admin", &["Admin"]).await
    }

    /// A new account without a group, logged in.
    pub async fn no_role(&self) -> Actor {
        self.member("norole", &[]).await
    }

    /// A new superuser, logged in.
    pub async fn superuser(&self) -> Actor {
        let email = unique_email("super");
        self.actor(NewUser { is_superuser: true, ..NewUser::new(&email) }).await
    }

    /// A new account that may not log in, with a session that must not count.
    pub async fn inactive(&self) -> Actor {
        let email = unique_email("inactive");
        let groups = &["Coordinator"];
        self.actor(NewUser { is_active: false, groups, ..NewUser::new(&email) }).await
    }

    async fn member(&self, name: &str, groups: &[&str]) -> Actor {
        let email = unique_email(name);
        self.actor(NewUser { groups, ..NewUser::new(&email) }).await
    }
}

/// Digits only: a random letter would now and then be found by a test's search.
fn unique_email(name: &str) -> String {
    static NUMBER: AtomicU32 = AtomicU32::new(0);
    format!("{name}.{:08}@anikalegal.org.au", NUMBER.fetch_add(1, Ordering::Relaxed))
}
