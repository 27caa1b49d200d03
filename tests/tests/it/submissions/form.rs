//! The public submission endpoints, row by row.

use clerk_tests::{Actor, Reply, TestApp, answers};
use futures_util::future::join_all;
use reqwest::Method;
use serde_json::{Value, json};
use uuid::Uuid;

const COLLECTION: &str = "/api/submission/";

async fn create(form: &Actor, answers: &Value) -> String {
    let reply = form.post(COLLECTION, json!({"answers": answers})).await.expect(201);
    let path = format!("{COLLECTION}{}/", reply.json()["id"].as_str().unwrap());
    assert_eq!(&reply.json()["answers"], answers);
    path
}

async fn raw(form: &Actor, method: Method, path: &str, content_type: &str, body: &str) -> Reply {
    let request = form.request(method, path).header("content-type", content_type);
    form.send(request.body(body.to_owned())).await
}

fn error(kind: &str, code: &str, attr: Option<&str>) -> (String, String, Option<String>) {
    (kind.to_owned(), code.to_owned(), attr.map(str::to_owned))
}

#[tokio::test]
async fn a_run_of_the_form() {
    let app = TestApp::start().await;
    let form = app.anonymous();
    let partial = json!({"INTRO": null, "FIRST_NAME": "Linh", "EMAIL": "a@example.org"});
    let path = create(&form, &partial).await;
    assert_eq!(form.get(&path).await.expect(200).json()["answers"], partial);

    let full = answers::repairs("a@example.org", &[]);
    let patched = form.patch(&path, json!({"answers": full})).await.expect(200).json();
    assert_eq!(patched["answers"], full);
    assert_eq!(patched.as_object().unwrap().len(), 2);
    let put = form.put(&path, json!({"answers": full, "id": "ignored"})).await.expect(200).json();
    assert_eq!(put, patched);
    assert_eq!(form.patch(&path, json!({})).await.expect(200).json(), patched, "unchanged");

    let submitted = form.post(&format!("{path}submit/"), json!({})).await.expect(200);
    assert_eq!((submitted.header("content-type"), submitted.text()), ("application/json", "{}"));
    let row =
        &app.db.query("SELECT answers, is_complete, is_processed FROM core_submission", &[]).await
            [0];
    assert_eq!(row.get::<_, Value>(0), full);
    assert_eq!((row.get::<_, bool>(1), row.get::<_, bool>(2)), (true, false));
}

#[tokio::test]
async fn after_submit_nothing_changes_and_submit_may_be_repeated() {
    let app = TestApp::start().await;
    let form = app.anonymous();
    let path = create(&form, &json!({"A": 1})).await;
    let submit = format!("{path}submit/");
    for _ in 0..3 {
        assert_eq!(form.post(&submit, json!({})).await.expect(200).json(), json!({}));
    }
    let refused = error("client_error", "already_submitted", None);
    assert_eq!(form.get(&path).await.expect(403).error(), refused);
    assert_eq!(form.patch(&path, json!({"answers": {"A": 2}})).await.expect(403).error(), refused);
    assert_eq!(form.put(&path, json!({})).await.expect(403).error(), refused);
    let body = raw(&form, Method::PATCH, &path, "application/json", "not JSON").await;
    assert_eq!(body.expect(403).error(), refused);
    let jobs = "SELECT count(*) FROM clerk.job WHERE payload ->> 'job' = 'process_submission'";
    assert_eq!(app.db.value::<i64>(jobs, &[]).await, 1, "one job while it is unfinished");
    // The body of a submit is not looked at.
    raw(&form, Method::POST, &submit, "text/plain", "").await.expect(200);
    raw(&form, Method::POST, &submit, "application/json", "not JSON").await.expect(200);
}

#[tokio::test]
async fn what_is_missing_or_wrong_is_a_400_with_its_reason() {
    let app = TestApp::start().await;
    let form = app.anonymous();
    let path = create(&form, &json!({})).await;
    let field = |code| error("validation_error", code, Some("answers"));
    let object = |code| error("validation_error", code, Some("non_field_errors"));
    let parse = error("client_error", "parse_error", None);
    let deep = format!("{{\"answers\": {}1{}}}", "[".repeat(200), "]".repeat(200));
    for (body, expected) in [
        ("", field("required")),
        ("{}", field("required")),
        ("{\"answers\": null}", field("null")),
        ("{\"answers\": {\"A\": \"\\u0000\"}}", field("invalid")),
        ("{\"answers\": {\"\\u0000\": 1}}", field("invalid")),
        ("{\"answers\": {\"A\": \"\\ud800\"}}", parse.clone()),
        ("{\"answers\": NaN}", parse.clone()),
        ("{\"answers\": {\"A\": 1}", parse.clone()),
        ("\u{feff}{\"answers\": 1}", parse.clone()),
        (deep.as_str(), parse.clone()),
        ("[]", object("invalid")),
        ("\"text\"", object("invalid")),
        ("null", object("null")),
    ] {
        for (method, path) in [(Method::POST, COLLECTION), (Method::PUT, path.as_str())] {
            let reply = raw(&form, method, path, "application/json", body).await.expect(400);
            assert_eq!(reply.error(), expected, "{body}");
        }
    }
    let null = form.patch(&path, json!({"answers": null})).await.expect(400);
    assert_eq!(null.error(), field("null"));
    let xml = raw(&form, Method::POST, COLLECTION, "text/xml", "<answers/>").await.expect(415);
    assert_eq!(xml.error(), error("client_error", "unsupported_media_type", None));
    let latin = form.request(Method::POST, COLLECTION).header("content-type", "application/json");
    let latin = form.send(latin.body(b"{\"answers\": \"caf\xE9\"}".to_vec())).await.expect(400);
    assert_eq!(latin.error(), parse);
    assert_eq!(app.db.value::<i64>("SELECT count(*) FROM core_submission", &[]).await, 1);
}

#[tokio::test]
async fn answers_may_be_any_json_but_null() {
    let app = TestApp::start().await;
    let form = app.anonymous();
    for answers in
        [json!({}), json!([]), json!(""), json!(0), json!(false), json!(1.5e3), json!("ü")]
    {
        let path = create(&form, &answers).await;
        assert_eq!(form.get(&path).await.expect(200).json()["answers"], answers);
    }
    let charset = "application/json; charset=utf-8";
    raw(&form, Method::POST, COLLECTION, charset, "{\"answers\": {}}").await.expect(201);
}

#[tokio::test]
async fn answers_have_a_limit() {
    let app = TestApp::start().await;
    let form = app.anonymous();
    let path = create(&form, &json!({"A": "x".repeat(990_000)})).await;
    let field = error("validation_error", "invalid", Some("answers"));
    let long = json!({"answers": {"A": "x".repeat(1_000_001)}});
    assert_eq!(form.post(COLLECTION, long.clone()).await.expect(400).error(), field);
    assert_eq!(form.patch(&path, long).await.expect(400).error(), field);
    let huge = json!({"answers": "x".repeat(20_000_000)});
    assert_eq!(form.post(COLLECTION, huge).await.expect(400).error(), field);
}

#[tokio::test]
async fn what_does_not_exist_is_404_and_other_methods_405() {
    let app = TestApp::start().await;
    let form = app.anonymous();
    let path = create(&form, &json!({})).await;
    let missing = error("client_error", "not_found", None);
    for id in [Uuid::new_v4().to_string(), "nonsense".into(), "1".into(), "%00".into()] {
        let path = format!("{COLLECTION}{id}/");
        assert_eq!(form.get(&path).await.expect(404).error(), missing, "{id}");
        assert_eq!(form.patch(&path, json!({"answers": {}})).await.expect(404).error(), missing);
        assert_eq!(form.put(&path, json!({})).await.expect(404).error(), missing);
        let submit = format!("{path}submit/");
        assert_eq!(form.post(&submit, json!({})).await.expect(404).error(), missing);
    }
    let wrong = error("client_error", "method_not_allowed", None);
    assert_eq!(form.get(COLLECTION).await.expect(405).error(), wrong);
    assert_eq!(form.delete(&path).await.expect(405).error(), wrong);
    assert_eq!(form.get(&format!("{path}submit/")).await.expect(405).error(), wrong);
}

#[tokio::test]
async fn a_change_at_the_same_time_as_the_submit_is_part_of_it_or_refused() {
    let app = TestApp::builder().var("CLERK_SUBMISSIONS_PER_MINUTE", 0).start().await;
    let form = app.anonymous();
    for round in 0..10 {
        let path = create(&form, &json!({"round": round})).await;
        let submit = format!("{path}submit/");
        let changes = join_all((0..4).map(|number| {
            let (form, path) = (form.clone(), path.clone());
            async move {
                let body = json!({"answers": {"number": number}});
                (number, form.patch(&path, body).await.status.as_u16())
            }
        }));
        let (changes, submitted) = tokio::join!(changes, form.post(&submit, json!({})));
        submitted.expect(200);
        let id: Uuid = path.split('/').nth(3).unwrap().parse().unwrap();
        let stored: Value =
            app.db.value("SELECT answers FROM core_submission WHERE id = $1", &[&id]).await;
        assert!(changes.iter().all(|(_, status)| [200, 403].contains(status)), "{changes:?}");
        let is_accepted = |number: &Value| {
            changes.iter().any(|(sent, status)| json!(sent) == *number && *status == 200)
        };
        let untouched = changes.iter().all(|(_, status)| *status == 403);
        assert!(if untouched {
            stored == json!({"round": round})
        } else {
            is_accepted(&stored["number"])
        });
    }
}

#[tokio::test]
async fn staff_who_fill_in_the_form_on_our_own_origin_are_like_anybody_else() {
    let app = TestApp::start().await;
    let staff = app.coordinator().await;
    // The session's cookie, but no token, and another site as the origin.
    let cookie = format!("sessionid={}", staff.session.unwrap());
    let form = app.anonymous();
    let with_cookie = async |method: Method, path: &str, body: Value| {
        let request = form.request(method, path).header("cookie", &cookie);
        form.send(request.header("origin", "https://intake.anikalegal.org.au").json(&body)).await
    };
    let created = with_cookie(Method::POST, COLLECTION, json!({"answers": {}})).await.expect(201);
    let path = format!("{COLLECTION}{}/", created.json()["id"].as_str().unwrap());
    with_cookie(Method::PATCH, &path, json!({"answers": {"A": 1}})).await.expect(200);
    with_cookie(Method::GET, &path, json!({})).await.expect(200);
    with_cookie(Method::POST, &format!("{path}submit/"), json!({})).await.expect(200);
}

#[tokio::test]
async fn one_address_may_not_flood_us() {
    let app = TestApp::builder().var("CLERK_SUBMISSIONS_PER_MINUTE", 3).start().await;
    let form = app.anonymous();
    let path = create(&form, &json!({})).await;
    form.patch(&path, json!({"answers": {}})).await.expect(200);
    form.post(&format!("{path}submit/"), json!({})).await.expect(200);
    let refused = form.post(COLLECTION, json!({"answers": {}})).await.expect(429);
    assert_eq!(refused.error(), error("client_error", "throttled", None));
}
