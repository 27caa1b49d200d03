//! One server that plays every outside service, reached through `CLERK_OUTSIDE_URL`. It records
//! each call in order and answers as the services do, or as a test asks it to.

mod graph;
mod people;

use std::{
    collections::{BTreeMap, VecDeque},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use serde_json::{Value, json};
pub use wiremock::ResponseTemplate as Answer;
use wiremock::{Mock, MockServer, Request, Respond, http::HeaderMap, matchers::any};

use graph::Graph;
pub use people::{MicrosoftUser, People};

/// A call to an outside service.
#[derive(Clone, Debug)]
pub struct Call {
    /// `GET`, `POST`...
    pub method: String,
    /// The service.
    pub host: String,
    /// The path, as it was sent, from its first slash.
    pub path: String,
    /// The query, decoded.
    pub query: Vec<(String, String)>,
    /// The headers.
    pub headers: HeaderMap,
    /// The body.
    pub body: Vec<u8>,
}

impl Call {
    fn of(request: &Request) -> Self {
        let path = request.url.path().trim_start_matches('/');
        let (host, path) = path.split_once('/').unwrap_or((path, ""));
        Self {
            method: request.method.to_string(),
            host: host.to_owned(),
            path: format!("/{path}"),
            query: request.url.query_pairs().into_owned().collect(),
            headers: request.headers.clone(),
            body: request.body.clone(),
        }
    }

    /// The body as JSON, null when it is something else.
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or(Value::Null)
    }

    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// A header, empty when it was not sent.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map(|value| value.to_str().unwrap()).unwrap_or_default()
    }
}

/// The stand-in.
pub struct FakeOutside {
    server: MockServer,
    state: Arc<Mutex<State>>,
}

#[derive(Default)]
struct State {
    calls: Vec<Call>,
    programme: VecDeque<Programmed>,
    sent_mails: u32,
    graph: Graph,
    people: People,
}

struct Programmed {
    host: String,
    path: String,
    answer: Answer,
    once: bool,
}

struct Player(Arc<Mutex<State>>);

impl FakeOutside {
    /// Starts the server on a free port.
    pub async fn start() -> Self {
        let server = MockServer::start().await;
        let state = Arc::default();
        Mock::given(any()).respond_with(Player(Arc::clone(&state))).mount(&server).await;
        Self { server, state }
    }

    /// What goes into `CLERK_OUTSIDE_URL`.
    pub fn url(&self) -> String {
        self.server.uri()
    }

    /// Every call so far.
    pub fn calls(&self) -> Vec<Call> {
        self.lock().calls.clone()
    }

    /// The calls to one service.
    pub fn calls_to(&self, host: &str) -> Vec<Call> {
        self.calls().into_iter().filter(|call| call.host == host).collect()
    }

    /// From now on answers calls to a service whose path begins with `path`.
    pub fn answer(&self, host: &str, path: &str, answer: Answer) {
        self.programme(host, path, answer, false);
    }

    /// The same for one call. Several wait in line.
    pub fn answer_once(&self, host: &str, path: &str, answer: Answer) {
        self.programme(host, path, answer, true);
    }

    /// Goes back to the usual answers.
    pub fn answer_as_usual(&self) {
        self.lock().programme.clear();
    }

    /// Puts a file into the library, with every folder above it. Returns its id.
    pub fn put_file(&self, path: &str, bytes: &[u8]) -> String {
        self.lock().graph.put(path, Some(bytes.to_vec()))
    }

    /// Puts a folder into the library, with every folder above it. Returns its id.
    pub fn put_folder(&self, path: &str) -> String {
        self.lock().graph.put(path, None)
    }

    /// The files of the library by their paths.
    pub fn files(&self) -> BTreeMap<String, Vec<u8>> {
        self.lock().graph.files()
    }

    /// Shares a folder of the library with a person.
    pub fn share(&self, path: &str, email: &str) {
        self.lock().graph.share(path, email, false);
    }

    /// The same, because of a folder further up.
    pub fn share_from_above(&self, path: &str, email: &str) {
        self.lock().graph.share(path, email, true);
    }

    /// Who may see a folder of the library.
    pub fn shared_with(&self, path: &str) -> Vec<String> {
        self.lock().graph.people(path)
    }

    /// A look at the directories, or a change of them.
    pub fn people<T>(&self, look: impl FnOnce(&mut People) -> T) -> T {
        look(&mut self.lock().people)
    }

    /// Waits until a service has been called so often, and returns the calls.
    pub async fn wait_for(&self, host: &str, calls: usize) -> Vec<Call> {
        for _ in 0..500 {
            let seen = self.calls_to(host);
            if seen.len() >= calls {
                return seen;
            }
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
        panic!("{host} was not called {calls} times");
    }

    fn programme(&self, host: &str, path: &str, answer: Answer, once: bool) {
        let programmed = Programmed { host: host.into(), path: path.into(), answer, once };
        self.lock().programme.push_back(programmed);
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Respond for Player {
    fn respond(&self, request: &Request) -> Answer {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let call = Call::of(request);
        state.calls.push(call.clone());
        state.programmed(&call).unwrap_or_else(|| state.usual(&call))
    }
}

impl State {
    fn programmed(&mut self, call: &Call) -> Option<Answer> {
        let found = self.programme.iter().position(|programmed| {
            programmed.host == call.host && call.path.starts_with(&programmed.path)
        })?;
        let answer = self.programme[found].answer.clone();
        if self.programme[found].once {
            self.programme.remove(found);
        }
        Some(answer)
    }

    fn usual(&mut self, call: &Call) -> Answer {
        match (call.method.as_str(), call.host.as_str(), call.path.as_str()) {
            ("POST", "hooks.slack.com" | "example.com", _) => {
                Answer::new(200).set_body_string("ok")
            }
            ("GET", "slack.com", "/api/users.lookupByEmail") => {
                ok(200, json!({ "ok": true, "user": { "id": "U0FAKE" } }))
            }
            ("POST", "slack.com", "/api/chat.postMessage") => {
                ok(200, json!({ "ok": true, "channel": "D0FAKE", "ts": "1.1" }))
            }
            ("POST", "api.sendgrid.com", "/v3/mail/send") => {
                self.sent_mails += 1;
                let id = format!("fake-message-{}", self.sent_mails);
                Answer::new(202).insert_header("X-Message-Id", id)
            }
            ("POST", "login.microsoftonline.com", path) if path.ends_with("/oauth2/v2.0/token") => {
                ok(200, json!({ "access_token": "fake-token", "expires_in": 3599 }))
            }
            (_, "graph.microsoft.com", _)
                if call.header("authorization") != "Bearer fake-token" =>
            {
                Answer::new(401)
            }
            (_, "graph.microsoft.com", path) if !path.contains("/drive/") => {
                self.people.answer(call)
            }
            (_, "graph.microsoft.com" | graph::UPLOADS | graph::DOWNLOADS, _) => {
                self.graph.answer(call)
            }
            (_, "oauth2.googleapis.com" | "admin.googleapis.com", _) => self.people.google(call),
            _ => Answer::new(404),
        }
    }
}

fn ok(status: u16, body: Value) -> Answer {
    Answer::new(status).set_body_json(body)
}
