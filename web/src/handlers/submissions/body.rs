//! Reading the answers from a body: a JSON object with the key `answers`, whose value may be any JSON
//! but null.

use actix_web::{
    HttpMessage, HttpRequest,
    web::{BytesMut, Payload},
};
use clerk_domain::DomainError;
use futures_util::StreamExt;
use serde_json::Value;

use crate::error::{ApiError, ApiResult};

/// How much more than allowed is read, and thrown away, so that the answer reaches a client that is
/// still sending.
const PATIENCE: usize = 32;

/// A body that has been read and not yet understood, since other errors come first.
pub struct Body {
    content_type: String,
    bytes: Option<BytesMut>,
}

impl Body {
    /// Reads a body. One larger than `limit` bytes is an error only when it is asked for answers.
    ///
    /// # Errors
    /// 400 when the client breaks off.
    pub async fn read(
        request: &HttpRequest,
        mut payload: Payload,
        limit: usize,
    ) -> ApiResult<Self> {
        let mut bytes = BytesMut::new();
        let mut size = 0;
        while let Some(piece) = payload.next().await {
            let piece = piece.map_err(|_| ApiError::parse_error())?;
            size += piece.len();
            if size <= limit {
                bytes.extend_from_slice(&piece);
            } else if size > limit.saturating_mul(PATIENCE) {
                break;
            }
        }
        let content_type = request.content_type().to_owned();
        Ok(Self { content_type, bytes: (size <= limit).then_some(bytes) })
    }

    /// The answers, if there are any.
    ///
    /// # Errors
    /// 400 or 415 with the reason.
    pub fn answers(self) -> ApiResult<Option<Value>> {
        let bytes = self.bytes.ok_or_else(|| wrong("invalid", "These answers are too long."))?;
        if bytes.is_empty() {
            return Ok(None);
        }
        if !self.content_type.eq_ignore_ascii_case("application/json") {
            return Err(ApiError::unsupported_media_type());
        }
        match serde_json::from_slice(&bytes).map_err(|_| ApiError::parse_error())? {
            Value::Object(mut body) => match body.remove("answers") {
                Some(Value::Null) => Err(wrong("null", "The answers may not be null.")),
                answers => Ok(answers),
            },
            Value::Null => Err(not_an_object("null", "The body may not be null.")),
            _ => Err(not_an_object("invalid", "The body must be a JSON object.")),
        }
    }

    /// The answers, which must be there.
    ///
    /// # Errors
    /// As [`Body::answers`]; also 400 when they are missing.
    pub fn required_answers(self) -> ApiResult<Value> {
        self.answers()?.ok_or_else(|| wrong("required", "The answers are missing."))
    }
}

fn wrong(code: &'static str, detail: &'static str) -> ApiError {
    DomainError::invalid("answers", code, detail).into()
}

fn not_an_object(code: &'static str, detail: &'static str) -> ApiError {
    DomainError::invalid("non_field_errors", code, detail).into()
}
