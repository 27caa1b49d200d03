//! What a field may be, and what it was.

/// What a field may be.
#[derive(Clone, Copy, Debug)]
pub struct Rule {
    pub(super) is_required: bool,
    pub(super) allows_null: bool,
    pub(super) allows_blank: bool,
    pub(super) blank_is_null: bool,
}

/// A field that may be left out.
pub const OPTIONAL: Rule =
    Rule { is_required: false, allows_null: false, allows_blank: false, blank_is_null: false };

/// A field that may not be left out, unless in a PATCH.
pub const REQUIRED: Rule = Rule { is_required: true, ..OPTIONAL };

impl Rule {
    /// It may not be left out, unless in a PATCH.
    #[must_use]
    pub const fn required(self) -> Self {
        Self { is_required: true, ..self }
    }

    /// Whether it may not be left out.
    #[must_use]
    pub const fn is_required(self) -> bool {
        self.is_required
    }

    /// Whether it may be null.
    #[must_use]
    pub const fn allows_null(self) -> bool {
        self.allows_null
    }

    /// It may be null.
    #[must_use]
    pub const fn or_null(self) -> Self {
        Self { allows_null: true, ..self }
    }

    /// It may be an empty text.
    #[must_use]
    pub const fn or_blank(self) -> Self {
        Self { allows_blank: true, ..self }
    }

    /// It may be null, and an empty text means null: for fields that are no texts.
    #[must_use]
    pub const fn blank_is_null(self) -> Self {
        Self { allows_null: true, blank_is_null: true, ..self }
    }
}

/// What a field was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Given<T> {
    /// Left out, or wrong.
    Absent,
    /// Null, where that is allowed.
    Null,
    /// A value.
    Value(T),
}

impl<T> Given<T> {
    /// The value, for a field that may not be null.
    pub fn value(self) -> Option<T> {
        match self {
            Self::Value(value) => Some(value),
            Self::Absent | Self::Null => None,
        }
    }

    /// The value or null, for a field that may be null.
    pub fn nullable(self) -> Option<Option<T>> {
        match self {
            Self::Absent => None,
            Self::Null => Some(None),
            Self::Value(value) => Some(Some(value)),
        }
    }

    /// The value or, for null, another one: for a column that has no null.
    pub fn or_for_null(self, other: T) -> Option<T> {
        match self {
            Self::Absent => None,
            Self::Null => Some(other),
            Self::Value(value) => Some(value),
        }
    }

    /// The same with another value.
    pub fn map<U>(self, convert: impl FnOnce(T) -> U) -> Given<U> {
        match self {
            Self::Absent => Given::Absent,
            Self::Null => Given::Null,
            Self::Value(value) => Given::Value(convert(value)),
        }
    }
}
