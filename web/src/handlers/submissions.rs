//! Submissions of the public intake form. No session is read, so a member of staff who fills in the form
//! on our own origin is treated like anyone else.
//!
//! A body is a JSON object with the key `answers`, whose value may be any JSON but null.

use actix_web::{
    HttpMessage, HttpRequest, HttpResponse,
    web::{BytesMut, Data, Path, Payload},
};
use clerk_domain::{
    Context, DomainError,
    submissions::{self, Submission},
};
use futures_util::StreamExt;
use serde::Serialize;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{
    error::{ApiError, ApiResult},
    rate_limit::SubmissionAllowance,
};

/// Starts a submission with a first set of answers.
pub async fn create(
    _actor: SubmissionAllowance,
    request: HttpRequest,
    body: Payload,
    ctx: Data<Context>,
) -> ApiResult {
    let body = AnswersBody::read(&request, body, ctx.config.intake.answers_max_bytes).await?;
    let submission = submissions::create(&ctx, body.required_answers()?).await?;
    Ok(HttpResponse::Created().json(SubmissionJson::from(submission)))
}

/// The answers so far, for a person who comes back to the form. Once they were handed in, 403.
pub async fn get(id: Path<Uuid>, ctx: Data<Context>) -> ApiResult {
    let submission = submissions::find_open(&ctx, *id).await?;
    Ok(HttpResponse::Ok().json(SubmissionJson::from(submission)))
}

/// Replaces the answers.
pub async fn replace(
    _actor: SubmissionAllowance,
    id: Path<Uuid>,
    request: HttpRequest,
    body: Payload,
    ctx: Data<Context>,
) -> ApiResult {
    let body = AnswersBody::read(&request, body, ctx.config.intake.answers_max_bytes).await?;
    submissions::find_open(&ctx, *id).await?;
    let submission = submissions::update(&ctx, *id, Some(body.required_answers()?)).await?;
    Ok(HttpResponse::Ok().json(SubmissionJson::from(submission)))
}

/// Replaces the answers, if the body has any.
pub async fn update(
    _actor: SubmissionAllowance,
    id: Path<Uuid>,
    request: HttpRequest,
    body: Payload,
    ctx: Data<Context>,
) -> ApiResult {
    let body = AnswersBody::read(&request, body, ctx.config.intake.answers_max_bytes).await?;
    submissions::find_open(&ctx, *id).await?;
    let submission = submissions::update(&ctx, *id, body.answers()?).await?;
    Ok(HttpResponse::Ok().json(SubmissionJson::from(submission)))
}

/// Hands a submission in. The body is not looked at, and doing it again is fine. The answer is an empty
/// object, because the form fails on an empty body.
pub async fn submit(_actor: SubmissionAllowance, id: Path<Uuid>, ctx: Data<Context>) -> ApiResult {
    submissions::submit(&ctx, *id).await?;
    Ok(HttpResponse::Ok().json(json!({})))
}

/// A submission as the form sees it.
#[derive(Serialize)]
struct SubmissionJson {
    id: Uuid,
    answers: Value,
}

impl From<Submission> for SubmissionJson {
    fn from(submission: Submission) -> Self {
        Self { id: submission.id, answers: submission.answers }
    }
}

/// So many times the limit is read, and thrown away, so that the answer reaches a client that is still
/// sending.
const MAX_SURPLUS: usize = 32;

/// A body that has been read and not yet understood, since other errors come first.
struct AnswersBody {
    content_type: String,
    bytes: Option<BytesMut>,
}

impl AnswersBody {
    /// Reads a body. One larger than `limit` bytes is an error only when it is asked for answers.
    async fn read(request: &HttpRequest, mut payload: Payload, limit: usize) -> ApiResult<Self> {
        let mut bytes = BytesMut::new();
        let mut size = 0;
        while let Some(piece) = payload.next().await {
            let piece = piece.map_err(|_| ApiError::parse_error())?;
            size += piece.len();
            if size <= limit {
                bytes.extend_from_slice(&piece);
            } else if size > limit.saturating_mul(MAX_SURPLUS) {
                break;
            }
        }
        let content_type = request.content_type().to_owned();
        Ok(Self { content_type, bytes: (size <= limit).then_some(bytes) })
    }

    /// The answers, if there are any.
    fn answers(self) -> ApiResult<Option<Value>> {
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
    fn required_answers(self) -> ApiResult<Value> {
        self.answers()?.ok_or_else(|| wrong("required", "The answers are missing."))
    }
}

fn wrong(code: &'static str, detail: &'static str) -> ApiError {
    DomainError::invalid("answers", code, detail).into()
}

fn not_an_object(code: &'static str, detail: &'static str) -> ApiError {
    DomainError::invalid("non_field_errors", code, detail).into()
}
