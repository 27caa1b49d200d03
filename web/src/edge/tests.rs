use actix_web::{
    App, HttpResponse,
    body::to_bytes,
    http::StatusCode,
    middleware::from_fn,
    test::{TestRequest, call_service, init_service, try_call_service},
    web::{Data, Json, Path, Query, get, post, resource, to},
};
use clerk_base::config::{Config, Source};
use serde::Deserialize;
use serde_json::Value;

use super::{Edge, fallback, middleware};
use crate::{
    extract,
    rate_limit::{Limits, SubmissionAllowance, UploadAllowance},
};

#[derive(Deserialize)]
struct Numbers {
    number: u32,
}

async fn number(body: Json<Numbers>) -> String {
    body.number.to_string()
}

async fn of_path(path: Path<u32>) -> String {
    path.to_string()
}

async fn of_query(query: Query<Numbers>) -> String {
    query.number.to_string()
}

async fn panics() -> HttpResponse {
    panic!("on purpose")
}

/// Status, headers and JSON (null for anything else) of an answer of the routes above.
async fn answer(request: TestRequest) -> (u16, actix_web::http::header::HeaderMap, Value) {
    let source: Source = [("PGHOST", "/nowhere")].into_iter().collect();
    let config = Config::read(&source).unwrap();
    let app = App::new()
        .app_data(Data::new(Edge::new(&config.web).unwrap()))
        .configure(extract::configure)
        .service(resource("/api/number/").route(post().to(number)))
        .service(resource("/api/item/{id}/").route(get().to(of_path)))
        .service(resource("/page/{id}/").route(get().to(of_path)))
        .service(resource("/api/query/").route(get().to(of_query)))
        .service(resource("/api/panic/").route(get().to(panics)))
        .default_service(to(fallback::fallback))
        .wrap(from_fn(middleware));
    let app = init_service(app).await;
    let request = request.insert_header(("host", "localhost")).to_request();
    let response = match try_call_service(&app, request).await {
        Ok(response) => response.into_parts().1,
        Err(error) => error.error_response(),
    };
    let (status, headers) = (response.status().as_u16(), response.headers().clone());
    let body = to_bytes(response.into_body()).await.unwrap();
    (status, headers, serde_json::from_slice(&body).unwrap_or(Value::Null))
}

fn code(json: &Value) -> (&str, &str) {
    (json["type"].as_str().unwrap(), json["errors"][0]["code"].as_str().unwrap())
}

#[actix_web::test]
async fn a_panic_is_answered() {
    let request = TestRequest::get().uri("/api/panic/").insert_header(("origin", "http://a.b"));
    let (status, headers, json) = answer(request).await;
    assert_eq!((status, code(&json)), (500, ("server_error", "error")));
    assert!(!json.to_string().contains("purpose"));
    assert_eq!(headers.get("access-control-allow-origin").unwrap(), "http://a.b");
    assert!(headers.contains_key("x-request-id") && headers.contains_key("x-frame-options"));
}

#[actix_web::test]
async fn bodies_that_cannot_be_read() {
    let post = |body: &str, content_type: &str| {
        TestRequest::post()
            .uri("/api/number/")
            .insert_header(("content-type", content_type))
            .set_payload(body.to_owned())
    };
    let huge = format!("{{\"number\": {}}}", "1".repeat(3_000_000));
    for (body, content_type, status, kind, expected) in [
        ("{\"number\": 1}", "text/plain", 415, "client_error", "unsupported_media_type"),
        ("{", "application/json", 400, "client_error", "parse_error"),
        ("", "application/json", 400, "client_error", "parse_error"),
        (&huge, "application/json", 400, "client_error", "parse_error"),
        ("{\"number\": \"x\"}", "application/json", 400, "validation_error", "invalid"),
    ] {
        let (found, _, json) = answer(post(body, content_type)).await;
        assert_eq!((found, code(&json)), (status, (kind, expected)), "{content_type}");
    }
    let fine = answer(post("{\"number\": 1}", "application/json; charset=utf-8")).await;
    assert_eq!((fine.0, fine.2), (200, 1.into()));
}

#[actix_web::test]
async fn paths_and_queries_that_cannot_be_read() {
    let (status, _, json) = answer(TestRequest::get().uri("/api/item/x/")).await;
    assert_eq!((status, code(&json)), (404, ("client_error", "not_found")));
    let (status, headers, _) = answer(TestRequest::get().uri("/page/x/")).await;
    assert_eq!(status, 404);
    assert!(headers.get("content-type").unwrap().to_str().unwrap().starts_with("text/html"));
    let (status, _, json) = answer(TestRequest::get().uri("/api/query/?number=x")).await;
    assert_eq!((status, code(&json)), (400, ("validation_error", "invalid")));
}

#[actix_web::test]
async fn an_allowance_is_per_address_and_uploads_are_refused_in_text() {
    let variables = [
        ("PGHOST", "/nowhere"),
        ("CLERK_SUBMISSIONS_PER_MINUTE", "2"),
        ("CLERK_UPLOADS_PER_MINUTE", "1"),
    ];
    let config = Config::read(&variables.into_iter().collect()).unwrap();
    let clock = clerk_base::clock::Clock::fixed(chrono::DateTime::UNIX_EPOCH);
    let limits = Data::new(Limits::new(&config.intake, &clock));
    let ctx = clerk_domain::Context::new(config, clock).unwrap();
    let app = App::new()
        .app_data(Data::new(ctx))
        .app_data(limits)
        .route("/submit", to(async |_: SubmissionAllowance| "ok"))
        .route("/upload", to(async |_: UploadAllowance| "ok"));
    let app = init_service(app).await;
    let call = async |path: &str, address: &str| {
        let peer = format!("{address}:4000").parse().unwrap();
        let request = TestRequest::post().uri(path).peer_addr(peer).to_request();
        call_service(&app, request).await
    };
    assert_eq!(call("/upload", "203.0.113.1").await.status(), StatusCode::OK);
    let refused = call("/upload", "203.0.113.1").await;
    assert_eq!(refused.status(), StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(refused.headers().get("content-type").unwrap(), "text/plain; charset=utf-8");
    assert_eq!(refused.headers().get("retry-after").unwrap(), "60");
    for status in [200, 200, 429] {
        assert_eq!(call("/submit", "203.0.113.1").await.status(), status);
    }
    let refused = call("/submit", "203.0.113.1").await;
    let body = to_bytes(refused.into_body()).await.unwrap();
    assert_eq!(code(&serde_json::from_slice(&body).unwrap()), ("client_error", "throttled"));
    assert_eq!(call("/upload", "203.0.113.2").await.status(), StatusCode::OK);
}
