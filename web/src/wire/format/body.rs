//! Reading the JSON body of a request field by field. Everything wrong is reported at once, with the
//! codes of the original; nothing reaches the domain before [`Body::finish`] has let it through.
//!
//! A field is absent, null or has a value ([`Given`]), since a PATCH changes only what it names.

mod number;
mod rule;
mod text;
mod time;

use std::{borrow::Cow, future::Future, pin::Pin};

use actix_web::{FromRequest, HttpRequest, dev::Payload, web::Json};
use clerk_domain::FieldError;
use serde_json::{Map, Value};

use crate::error::{ApiError, ApiResult};

pub use rule::{Given, OPTIONAL, REQUIRED, Rule};
pub use text::UNLIMITED;

/// A JSON object that is being read, and what was found wrong with it so far.
#[derive(Debug, Default)]
pub struct Body {
    fields: Map<String, Value>,
    errors: Vec<FieldError>,
    is_partial: bool,
}

impl FromRequest for Body {
    type Error = ApiError;
    type Future = Pin<Box<dyn Future<Output = ApiResult<Self>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        // The front end posts without a body where there is nothing to say.
        if is_empty(request) {
            return Box::pin(async { Ok(Self::default()) });
        }
        let json = Json::<Value>::from_request(request, payload);
        Box::pin(async move {
            let json = json.await.map_err(|error| {
                error.as_error::<ApiError>().cloned().unwrap_or_else(ApiError::parse_error)
            })?;
            Self::of(json.into_inner())
        })
    }
}

fn is_empty(request: &HttpRequest) -> bool {
    let headers = request.headers();
    let length = headers.get("content-length").map(|length| length.as_bytes() == b"0");
    length.unwrap_or(!headers.contains_key("transfer-encoding"))
}

impl Body {
    /// A body that must be an object.
    ///
    /// # Errors
    /// 400 when it is something else.
    pub fn of(value: Value) -> ApiResult<Self> {
        match value {
            Value::Object(fields) => Ok(Self { fields, ..Self::default() }),
            _ => Err(ApiError::Validation(vec![FieldError::new(
                "non_field_errors",
                "invalid",
                "The body has to be an object.",
            )])),
        }
    }

    /// The same as a change of something that exists: nothing is required.
    #[must_use]
    pub fn partial(self) -> Self {
        Self { is_partial: true, ..self }
    }

    /// Whether the body names a field.
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        self.fields.contains_key(name)
    }

    /// Reads a field without using it up: it is there for the real reading, which also reports what is
    /// wrong with it.
    pub fn peek<T>(
        &self,
        name: &'static str,
        read: impl FnOnce(&mut Self, &'static str) -> T,
    ) -> T {
        let field = self.fields.get(name).map(|value| (name.to_owned(), value.clone()));
        let mut copy = Self { fields: field.into_iter().collect(), ..Self::default() };
        read(&mut copy, name)
    }

    /// A field with its own fields, whose errors are reported as `name.field`.
    pub fn nested<T>(
        &mut self,
        name: &'static str,
        rule: Rule,
        read: impl FnOnce(&mut Self) -> T,
    ) -> Given<T> {
        let fields = match self.value(name, rule) {
            Given::Value(Value::Object(fields)) => fields,
            Given::Value(_) => return self.invalid(name, "This has to be an object."),
            Given::Null => return Given::Null,
            Given::Absent => return Given::Absent,
        };
        let mut inner = Self { fields, errors: Vec::new(), is_partial: self.is_partial };
        let found = read(&mut inner);
        self.errors.extend(
            inner
                .errors
                .into_iter()
                .map(|error| FieldError { attr: format!("{name}.{}", error.attr).into(), ..error }),
        );
        Given::Value(found)
    }

    /// Notes an error of a field.
    pub fn refuse<T>(
        &mut self,
        name: impl Into<Cow<'static, str>>,
        code: &'static str,
        detail: impl Into<Cow<'static, str>>,
    ) -> Given<T> {
        self.errors.push(FieldError::new(name, code, detail));
        Given::Absent
    }

    /// Ends the reading.
    ///
    /// # Errors
    /// 400 with every error found.
    pub fn finish(&mut self) -> ApiResult<()> {
        if self.errors.is_empty() {
            return Ok(());
        }
        Err(ApiError::Validation(std::mem::take(&mut self.errors)))
    }

    fn invalid<T>(&mut self, name: &'static str, detail: &'static str) -> Given<T> {
        self.refuse(name, "invalid", detail)
    }

    /// The value of a field, once absence, null and (where it means null) blank are dealt with.
    fn value(&mut self, name: &'static str, rule: Rule) -> Given<Value> {
        match self.fields.remove(name) {
            None if rule.is_required && !self.is_partial => {
                self.refuse(name, "required", "This field is required.")
            }
            None => Given::Absent,
            Some(Value::Null) if rule.allows_null => Given::Null,
            Some(Value::Null) => self.refuse(name, "null", "This may not be null."),
            Some(Value::String(text)) if rule.blank_is_null && text.trim().is_empty() => {
                Given::Null
            }
            Some(value) => Given::Value(value),
        }
    }
}

#[cfg(test)]
mod tests;
