//! Pages of a list.

use actix_web::http::StatusCode;
use clerk_domain::paging::{PageRequest, Paged};
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};

use super::query::Query;
use crate::error::ApiError;

/// A page as the front end reads it: `next` and `prev` are numbers of pages.
#[derive(Debug, Serialize, ToSchema)]
pub struct Page<T> {
    page_count: i64,
    item_count: i64,
    current: i64,
    next: Option<i64>,
    prev: Option<i64>,
    results: Vec<T>,
}

/// The parameters that choose a page, for the API document.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Paging {
    /// Number of the page, counted from 1.
    pub page: Option<i64>,
    /// Rows on a page; -1 for everything on one page.
    pub page_size: Option<i64>,
}

/// How a list is cut into pages.
#[derive(Clone, Copy, Debug)]
pub struct Paginator {
    /// Rows on a page unless the client says otherwise.
    pub size: u32,
    /// The most that a client may ask for; all rows at once are always allowed.
    pub max_size: Option<u32>,
}

impl<T> Page<T> {
    /// A page with its rows turned into wire types.
    pub fn of<Row>(page: Paged<Row>, convert: impl FnMut(Row) -> T) -> Self {
        Self {
            page_count: page.page_count,
            item_count: page.item_count,
            current: page.current,
            next: (page.current < page.page_count).then_some(page.current + 1),
            prev: (page.current > 1).then_some(page.current - 1),
            results: page.items.into_iter().map(convert).collect(),
        }
    }
}

impl Paginator {
    /// Reads `page` and `page_size`. A negative size means everything, zero the default. A size that
    /// is no number is noted as an error of the query.
    ///
    /// # Errors
    /// 404 when `page` is no number.
    pub fn read(self, query: &mut Query) -> Result<PageRequest, ApiError> {
        let size = match query.get("page_size").map(|size| size.trim().parse::<i64>()) {
            None | Some(Ok(0)) => self.size,
            Some(Ok(..0)) => return Ok(PageRequest::All),
            Some(Ok(size)) => {
                let size = u32::try_from(size).unwrap_or(u32::MAX);
                size.min(self.max_size.unwrap_or(u32::MAX))
            }
            Some(Err(_)) => {
                query.refuse::<()>("page_size", "invalid", "This has to be a number.");
                self.size
            }
        };
        match query.get("page") {
            None => Ok(PageRequest::Number { number: 1, size }),
            Some("last") => Ok(PageRequest::Last { size }),
            Some(page) => match page.trim().parse() {
                Ok(number) => Ok(PageRequest::Number { number, size }),
                Err(_) => Err(no_such_page()),
            },
        }
    }
}

/// 404: the list has no such page.
#[must_use]
pub fn no_such_page() -> ApiError {
    ApiError::client(StatusCode::NOT_FOUND, "not_found", "Invalid page.")
}

#[cfg(test)]
mod tests {
    use super::*;

    const CASES: Paginator = Paginator { size: 14, max_size: Some(14) };
    const PEOPLE: Paginator = Paginator { size: 20, max_size: None };

    fn read(paginator: Paginator, query: &str) -> Option<PageRequest> {
        let mut query = Query::parse(query);
        let page = paginator.read(&mut query).ok()?;
        query.finish().is_ok().then_some(page)
    }

    fn page(number: u64, size: u32) -> Option<PageRequest> {
        Some(PageRequest::Number { number, size })
    }

    #[test]
    fn sizes_have_a_default_and_a_limit() {
        assert_eq!(read(CASES, ""), page(1, 14));
        assert_eq!(read(CASES, "page=&page_size="), page(1, 14));
        assert_eq!(read(CASES, "page_size=5&page=3"), page(3, 5));
        assert_eq!(read(CASES, "page_size=100"), page(1, 14));
        assert_eq!(read(CASES, "page_size=0"), page(1, 14));
        assert_eq!(read(PEOPLE, "page_size=500"), page(1, 500));
        assert_eq!(read(PEOPLE, "page_size=99999999999"), page(1, u32::MAX));
        assert_eq!(read(CASES, "page_size=-1&page=x"), Some(PageRequest::All));
    }

    #[test]
    fn garbage_is_refused() {
        assert_eq!(read(CASES, "page_size=abc"), None);
        assert_eq!(read(CASES, "page=abc"), None);
        assert_eq!(read(CASES, "page=-1"), None);
        assert_eq!(read(CASES, "page=last"), Some(PageRequest::Last { size: 14 }));
    }

    #[test]
    fn neighbours_are_numbers_or_null() {
        let middle = Paged { items: vec![1], item_count: 3, page_count: 3, current: 2 };
        assert_eq!(
            serde_json::to_string(&Page::of(middle, |row| row)).unwrap(),
            r#"{"page_count":3,"item_count":3,"current":2,"next":3,"prev":1,"results":[1]}"#
        );
        let only = Paged { items: vec![1], item_count: 1, page_count: 1, current: 1 };
        let only = serde_json::to_value(Page::of(only, |row| row)).unwrap();
        assert!(only["next"].is_null() && only["prev"].is_null());
    }
}
