//! Lists that are read a page at a time.

/// Which part of a list is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PageRequest {
    /// The whole list as one page.
    All,
    /// The page with this number, counted from 1.
    Number {
        /// Number of the page.
        number: u64,
        /// Rows on a page, at least 1.
        size: u32,
    },
    /// The last page.
    Last {
        /// Rows on a page, at least 1.
        size: u32,
    },
}

/// A page with its place in the list.
#[derive(Clone, Debug)]
pub struct Paged<T> {
    /// The rows.
    pub items: Vec<T>,
    /// Rows of the whole list.
    pub item_count: i64,
    /// Pages of the whole list, at least 1.
    pub page_count: i64,
    /// Number of this page, counted from 1.
    pub current: i64,
}

/// The rows that make up a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    /// Rows before it.
    pub offset: i64,
    /// Rows on it at most.
    pub limit: i64,
    page_count: i64,
    current: i64,
}

impl PageRequest {
    /// Where the page lies in a list of `count` rows, or `None` when there is no such page. An
    /// empty list has one empty page.
    #[must_use]
    pub fn window(self, count: i64) -> Option<Window> {
        let size = match self {
            Self::All => {
                return Some(Window { offset: 0, limit: i64::MAX, page_count: 1, current: 1 });
            }
            Self::Number { size, .. } | Self::Last { size } => i64::from(size.max(1)),
        };
        let page_count = (count.max(1) + size - 1) / size;
        let current = match self {
            Self::Number { number, .. } => i64::try_from(number).ok()?,
            _ => page_count,
        };
        let exists = (1..=page_count).contains(&current);
        exists.then(|| Window { offset: (current - 1) * size, limit: size, page_count, current })
    }
}

impl Window {
    /// The page, once its rows are there.
    #[must_use]
    pub fn page<T>(self, items: Vec<T>, count: i64) -> Paged<T> {
        Paged { items, item_count: count, page_count: self.page_count, current: self.current }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(number: u64) -> PageRequest {
        PageRequest::Number { number, size: 14 }
    }

    #[test]
    fn pages_cover_the_list_and_no_more() {
        let last = page(3).window(29).unwrap();
        assert_eq!((last.offset, last.limit, last.page_count), (28, 14, 3));
        assert_eq!(page(4).window(29), None);
        assert_eq!(page(0).window(29), None);
        assert_eq!(page(u64::MAX).window(29), None);
        assert_eq!(page(2).window(14), None);
        assert_eq!(PageRequest::Last { size: 14 }.window(29), page(3).window(29));
    }

    #[test]
    fn an_empty_list_has_one_page() {
        assert!(page(1).window(0).is_some());
        assert!(page(2).window(0).is_none());
    }
}
