//! `GET /clerk/cases/`: the list of cases.

use actix_web::{HttpRequest, web::Data};
use askama::Template;
use clerk_base::urls;
use clerk_domain::{
    Context, DomainError, FieldError, cases,
    paging::Paged,
    vocabulary::{
        Choices,
        cases::{IS_OPEN, OUTCOME, STAGE, TOPIC},
    },
};
use serde_json::json;
use url::form_urlencoded::Serializer;

use crate::{
    auth::guards::LoggedIn,
    error::ApiError,
    handlers::cases::list::{PAGES, filter},
    react_page::{PageResult, ReactPage, or_page},
    wire::{case::Case, drf::query::Query},
};

#[derive(Template)]
#[template(path = "plain/cases.html")]
struct Plain<'a> {
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
    ("topic", "Topic", TOPIC),
    ("stage", "Stage", STAGE),
    ("outcome", "Outcome", OUTCOME),
];

/// Answers with the page.
///
/// # Errors
/// Shows an error page when the database fails.
pub async fn case_list(account: LoggedIn, request: HttpRequest, ctx: Data<Context>) -> PageResult {
    let context = json!({
        "choices": {"stage": STAGE.0, "topic": TOPIC.0, "outcome": OUTCOME.0, "is_open": IS_OPEN.0},
        "create_url": urls::CASE_CREATE,
    });
    let page = ReactPage::new(&request, "Cases", "case-list", context);
    if page.is_built() {
        return Ok(page.respond(""));
    }
    let plain = plain(&ctx, &account, &request).await.map_err(or_page(&request))?;
    Ok(page.respond(&plain))
}

async fn plain(
    ctx: &Context,
    account: &LoggedIn,
    request: &HttpRequest,
) -> Result<String, DomainError> {
    let mut query = Query::of(request);
    let filter = filter(&mut query);
    let wanted = PAGES.read(&mut query);
    let shown = Query::of(request);
    let chosen = |name| shown.get(name).unwrap_or_default();
    let mut plain = Plain {
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
            let found = cases::list(&mut *ctx.db().await?, account, &filter, wanted).await;
            match found {
                Ok(Some(page)) => plain.show(ctx, page, &shown),
                Ok(None) => plain.problems.push(no_such_page()),
                Err(DomainError::Invalid(errors)) => plain.problems = problems(&errors),
                Err(error) => return Err(error),
            }
        }
        _ => plain.problems.push(no_such_page()),
    }
    plain.render().map_err(|error| DomainError::Fatal(error.to_string()))
}

impl Plain<'_> {
    fn show(&mut self, ctx: &Context, page: Paged<cases::Case>, query: &Query) {
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
    errors.iter().map(|it| format!("{}: {}", it.attr, it.detail)).collect()
}

fn no_such_page() -> String {
    "The list has no such page.".to_owned()
}
