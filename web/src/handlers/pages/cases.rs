//! Lists of cases, and opening one by hand.

use actix_web::{HttpRequest, HttpResponse, web::Data};
use askama::Template;
use clerk_base::urls;
use clerk_domain::{
    Context, DomainError, FieldError,
    access::Account,
    cases::{self, QueuedCase},
    paging::Paged,
    vocabulary::{
        Choices,
        cases::{ACTIVE_TOPIC, IS_OPEN, Outcome, Stage, Topic},
    },
};
use serde::Serialize;
use serde_json::json;
use url::form_urlencoded::Serializer;

use crate::{
    error::ApiError,
    guards::{CoordinatorOrBetter, LoggedIn},
    handlers::cases::{PAGES, read_filter},
    react_page::{PageResult, ReactPage, or_page, render},
    wire::{cases::Case, format::query::Query},
};

#[derive(Template)]
#[template(path = "plain/cases.html")]
struct PlainList<'a> {
    search: &'a str,
    selects: Vec<Select<'a>>,
    problems: Vec<String>,
    page: Option<Paged<Case>>,
    previous: Option<String>,
    next: Option<String>,
}

struct Select<'a> {
    name: &'static str,
    label: &'static str,
    choices: Choices,
    chosen: &'a str,
}

/// What the plain list can be narrowed by, besides words.
const SELECTS: [(&str, &str, Choices); 4] = [
    ("is_open", "Open or closed", IS_OPEN),
    ("topic", "Topic", Topic::CHOICES),
    ("stage", "Stage", Stage::CHOICES),
    ("outcome", "Outcome", Outcome::CHOICES),
];

/// The cases that one may see. Without the front end, the page itself lists them.
pub async fn list(actor: LoggedIn, request: HttpRequest, ctx: Data<Context>) -> PageResult {
    let context = json!({
        "choices": {
            "stage": Stage::CHOICES.0, "topic": Topic::CHOICES.0, "outcome": Outcome::CHOICES.0,
            "is_open": IS_OPEN.0,
        },
        "create_url": urls::CASE_CREATE,
    });
    let page = ReactPage::new(&request, "Cases", "case-list", context);
    if page.is_built() {
        return Ok(page.respond(""));
    }
    let plain = plain_list(&actor, &request, &ctx).await.map_err(or_page(&request))?;
    Ok(page.respond(&plain))
}

async fn plain_list(
    actor: &Account,
    request: &HttpRequest,
    ctx: &Context,
) -> Result<String, DomainError> {
    let mut query = Query::of(request);
    let filter = read_filter(&mut query);
    let wanted = PAGES.read(&mut query);
    let shown = Query::of(request);
    let chosen = |name| shown.get(name).unwrap_or_default();
    let mut plain = PlainList {
        search: chosen("search"),
        selects: SELECTS
            .map(|(name, label, choices)| Select { name, label, choices, chosen: chosen(name) })
            .into(),
        problems: Vec::new(),
        page: None,
        previous: None,
        next: None,
    };
    match (query.finish(), wanted) {
        (Err(ApiError::Validation(errors)), _) => plain.problems = problems(&errors),
        (_, Ok(wanted)) => {
            let found = cases::list(&mut *ctx.db().await?, actor, &filter, wanted).await;
            match found {
                Ok(Some(page)) => plain.show(page, &shown, ctx),
                Ok(None) => plain.problems.push(no_such_page()),
                Err(DomainError::Invalid(errors)) => plain.problems = problems(&errors),
                Err(error) => return Err(error),
            }
        }
        _ => plain.problems.push(no_such_page()),
    }
    plain.render().map_err(|error| DomainError::Fatal(error.to_string()))
}

impl PlainList<'_> {
    fn show(&mut self, page: Paged<cases::Case>, query: &Query, ctx: &Context) {
        let now = ctx.clock.now();
        let neighbour = |number: i64| {
            let mut pairs = Serializer::new(String::new());
            for (name, value) in query.pairs().filter(|(name, _)| *name != "page") {
                pairs.append_pair(name, value);
            }
            pairs.append_pair("page", &number.to_string());
            format!("{}?{}", urls::CASES, pairs.finish())
        };
        self.previous = (page.current > 1).then(|| neighbour(page.current - 1));
        self.next = (page.current < page.page_count).then(|| neighbour(page.current + 1));
        self.page = Some(Paged {
            items: page.items.into_iter().map(|case| Case::new(case, now)).collect(),
            item_count: page.item_count,
            page_count: page.page_count,
            current: page.current,
        });
    }
}

fn problems(errors: &[FieldError]) -> Vec<String> {
    errors.iter().map(|error| format!("{}: {}", error.attr, error.detail)).collect()
}

fn no_such_page() -> String {
    "The list has no such page.".to_owned()
}

#[derive(Serialize, Template)]
#[template(path = "plain/queue.html")]
struct Queue<'a> {
    #[serde(skip)]
    title: &'a str,
    issues: Vec<Case>,
}

/// Open cases without a paralegal.
pub async fn inbox(
    actor: CoordinatorOrBetter,
    request: HttpRequest,
    ctx: Data<Context>,
) -> PageResult {
    let or_page = or_page(&request);
    let mut conn = ctx.db().await.map_err(&or_page)?;
    let mut found = cases::inbox(&mut conn, &actor).await.map_err(&or_page)?;
    // The front end knows reviews on the other page only.
    found.iter_mut().for_each(|case| case.next_review = None);
    show_queue(&request, "Case Inbox", "case-inbox", found, &ctx).map_err(&or_page)
}

/// Open cases in the order of their reviews.
pub async fn review(
    actor: CoordinatorOrBetter,
    request: HttpRequest,
    ctx: Data<Context>,
) -> PageResult {
    let or_page = or_page(&request);
    let mut conn = ctx.db().await.map_err(&or_page)?;
    let found = cases::review(&mut conn, &actor).await.map_err(&or_page)?;
    show_queue(&request, "Case Review", "case-review", found, &ctx).map_err(&or_page)
}

fn show_queue(
    request: &HttpRequest,
    title: &str,
    page: &str,
    found: Vec<QueuedCase>,
    ctx: &Context,
) -> Result<HttpResponse, DomainError> {
    let now = ctx.clock.now();
    let issues = found.into_iter().map(|case| Case::queued(case, now)).collect();
    let queue = Queue { title, issues };
    let page = ReactPage::new(request, title, page, &queue);
    if page.is_built() {
        return Ok(page.respond(""));
    }
    let plain = queue.render().map_err(|error| DomainError::Fatal(error.to_string()))?;
    Ok(page.respond(&plain))
}

/// The form that opens a case by hand.
pub async fn create(_actor: CoordinatorOrBetter, request: HttpRequest) -> HttpResponse {
    let context = json!({"choices": {"topic": ACTIVE_TOPIC.0}});
    render(&request, "Create case", "case-create", context)
}

/// The critical dates of all cases.
pub async fn dates(_actor: CoordinatorOrBetter, request: HttpRequest) -> HttpResponse {
    render(&request, "Critical Dates", "date-list", json!({}))
}
