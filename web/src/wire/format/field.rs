//! The kinds of fields that a body may have: how each is read, and what the API document says of it.

use std::ops::RangeInclusive;

use chrono::{DateTime, NaiveDate, Utc};
use clerk_domain::vocabulary::Choices;
use uuid::Uuid;

use super::{
    body::{Body, Given, OPTIONAL, Rule},
    schema::{Kind, Optional, Property},
};

/// A field: a line of a table of [`super::input`].
///
/// It may be left out, and may be neither null nor blank, unless more is said. A few fields may be
/// more, or have to be more, in something new than in a change: see the methods `.._if_new`.
pub struct Field<T> {
    read: Read<T>,
    kind: Option<Kind>,
    change: Rule,
    new: Rule,
    default: T,
}

type Read<T> = Box<dyn Fn(&mut Body, &'static str, Rule) -> Given<T>>;

/// What a field fills: a column that is never null, or (an `Option`) one that may be.
pub trait Column<T>: Sized {
    /// The value of a new row.
    fn new(given: Given<T>, default: T) -> Self;
    /// The new value of a row, `None` to leave it as it is.
    fn change(given: Given<T>) -> Option<Self>;
}

impl<T: Default> Column<T> for T {
    fn new(given: Given<T>, default: T) -> Self {
        given.value().unwrap_or(default)
    }

    fn change(given: Given<T>) -> Option<Self> {
        given.or_for_null(T::default())
    }
}

impl<T> Column<T> for Option<T> {
    fn new(given: Given<T>, _: T) -> Self {
        given.value()
    }

    fn change(given: Given<T>) -> Option<Self> {
        given.nullable()
    }
}

/// A text of at most `max` characters, which is the width of the column.
pub fn text(max: usize) -> Field<String> {
    Field::new(Kind::Text, move |body, name, rule| body.text(name, max, rule))
}

/// An email address of at most `max` characters.
pub fn email(max: usize) -> Field<String> {
    Field::new(Kind::Text, move |body, name, rule| body.email(name, max, rule))
}

/// A value of a list.
pub fn choice(choices: Choices) -> Field<String> {
    Field::new(Kind::Text, move |body, name, rule| body.choice(name, choices, rule))
}

/// Any number of values of a list.
pub fn choices(choices: Choices) -> Field<Vec<String>> {
    Field::new(Kind::Texts, move |body, name, rule| body.choice_list(name, choices, rule))
}

/// Any number of texts of at most `max` characters.
pub fn texts(max: usize) -> Field<Vec<String>> {
    Field::new(Kind::Texts, move |body, name, rule| body.text_list(name, max, rule))
}

/// Any number of email addresses of at most `max` characters.
pub fn emails(max: usize) -> Field<Vec<String>> {
    Field::new(Kind::Texts, move |body, name, rule| body.email_list(name, max, rule))
}

/// Yes or no.
pub fn boolean() -> Field<bool> {
    Field::new(Kind::Boolean, Body::boolean)
}

/// A whole number within a range, or a text of one, as text inputs send it.
pub fn integer(range: RangeInclusive<i32>) -> Field<i32> {
    Field::new(Kind::Any, move |body, name, rule| body.integer(name, range.clone(), rule))
}

/// The numeric key of a row.
pub fn key() -> Field<i32> {
    Field::new(Kind::Integer, Body::key)
}

/// The UUID of a row.
pub fn uuid() -> Field<Uuid> {
    Field::new(Kind::Uuid, Body::uuid)
}

/// A day without a time of day.
pub fn date() -> Field<NaiveDate> {
    Field::new(Kind::Text, Body::date)
}

/// A day that is stored as the instant at which it begins at the office.
pub fn local_day() -> Field<DateTime<Utc>> {
    Field::new(Kind::Text, Body::local_day)
}

/// An instant.
pub fn instant() -> Field<DateTime<Utc>> {
    Field::new(Kind::Text, Body::instant)
}

/// A field that a body may not have: it is neither read nor in the API document.
pub fn no_field<T: Default>() -> Field<T> {
    Field { kind: None, ..Field::new(Kind::Any, |_, _, _| Given::Absent) }
}

/// A field that the API document has, but that is not looked at.
pub fn not_read<T: Default>(kind: Kind) -> Field<T> {
    Field::new(kind, |_, _, _| Given::Absent)
}

impl<T: Default> Field<T> {
    fn new(kind: Kind, read: impl Fn(&mut Body, &'static str, Rule) -> Given<T> + 'static) -> Self {
        Self {
            read: Box::new(read),
            kind: Some(kind),
            change: OPTIONAL,
            new: OPTIONAL,
            default: T::default(),
        }
    }
}

impl<T> Field<T> {
    /// It may not be left out, unless in a PATCH.
    #[must_use]
    pub fn required(self) -> Self {
        Self { change: self.change.required(), ..self.required_if_new() }
    }

    /// It may be null.
    #[must_use]
    pub fn or_null(self) -> Self {
        Self { change: self.change.or_null(), ..self.or_null_if_new() }
    }

    /// It may be an empty text.
    #[must_use]
    pub fn or_blank(self) -> Self {
        Self { change: self.change.or_blank(), new: self.new.or_blank(), ..self }
    }

    /// It may be null, and an empty text means null.
    #[must_use]
    pub fn blank_is_null(self) -> Self {
        Self { change: self.change.blank_is_null(), ..self.blank_is_null_if_new() }
    }

    /// As [`Self::required`], but a change may always leave it out.
    #[must_use]
    pub fn required_if_new(self) -> Self {
        Self { new: self.new.required(), ..self }
    }

    /// As [`Self::or_null`], but of something new only.
    #[must_use]
    pub fn or_null_if_new(self) -> Self {
        Self { new: self.new.or_null(), ..self }
    }

    /// As [`Self::blank_is_null`], but of something new only.
    #[must_use]
    pub fn blank_is_null_if_new(self) -> Self {
        Self { new: self.new.blank_is_null(), ..self }
    }

    /// What something new has where nothing is given.
    #[must_use]
    pub fn default_if_new(self, default: impl Into<T>) -> Self {
        Self { default: default.into(), ..self }
    }

    /// What is made of it.
    #[must_use]
    pub fn map<U: Default>(self, convert: impl Fn(T) -> U + 'static) -> Field<U>
    where
        T: 'static,
    {
        let read = self.read;
        Field {
            read: Box::new(move |body, name, rule| read(body, name, rule).map(&convert)),
            kind: self.kind,
            change: self.change,
            new: self.new,
            default: U::default(),
        }
    }

    /// Shown as a number in the API document, although a text of one is taken too.
    #[must_use]
    pub fn shown_as_number(self) -> Self {
        Self { kind: Some(Kind::Integer), ..self }
    }

    /// Reads it from a body that makes something new.
    pub fn read_new<C: Column<T>>(self, body: &mut Body, name: &'static str) -> C {
        C::new((self.read)(body, name, self.new), self.default)
    }

    /// Reads it from a body that changes something.
    pub fn read_change<C: Column<T>>(self, body: &mut Body, name: &'static str) -> Option<C> {
        C::change((self.read)(body, name, self.change))
    }

    /// What the API document says of it in something new.
    #[must_use]
    pub fn property_if_new(
        &self,
        name: &'static str,
        doc: &[&str],
        optional: Optional,
    ) -> Option<Property> {
        let is_required = self.new.is_required();
        let is_nullable = self.new.allows_null() || (!is_required && optional == Optional::OrNull);
        Some(Property { is_required, ..self.kind?.property(name, doc, is_nullable) })
    }

    /// What the API document says of it in a change, where nothing is required: a PUT that needs some
    /// fields says so in words.
    #[must_use]
    pub fn property(
        &self,
        name: &'static str,
        doc: &[&str],
        optional: Optional,
    ) -> Option<Property> {
        Some(self.kind?.property(name, doc, optional == Optional::OrNull))
    }
}
