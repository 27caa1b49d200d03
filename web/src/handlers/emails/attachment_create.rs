//! `POST /clerk/api/email/<case>/<id>/attachment/`: attaches a file to a draft.

use actix_multipart::Multipart;
use actix_web::{
    HttpRequest, HttpResponse,
    http::header::CONTENT_TYPE,
    web::{Data, Path, Payload},
};
use clerk_domain::{
    Context, DomainError,
    emails::{self, DraftFile, size::Measured},
    error::Result,
    uploads::Incoming,
};

use super::ids;
use crate::{
    auth::guards::ParalegalOrBetter,
    error::ApiResult,
    handlers::uploads::receive::receive,
    openapi::Failures,
    wire::email::{EmailAttachment, EmailAttachmentInput},
};

/// Attaches a file to a draft. An email has a largest size with all of its files.
#[utoipa::path(
    post,
    path = "/clerk/api/email/{id}/{email_id}/attachment/",
    operation_id = "createEmailAttachment",
    tag = "emails",
    params(("id" = uuid::Uuid, Path, description = "The case"), ("email_id" = i32, Path)),
    request_body(content = EmailAttachmentInput, content_type = "multipart/form-data"),
    responses((status = 201, description = "The attachment", body = EmailAttachment), Failures),
)]
pub async fn create(
    account: ParalegalOrBetter,
    path: Path<(String, String)>,
    request: HttpRequest,
    payload: Payload,
    ctx: Data<Context>,
) -> ApiResult<HttpResponse> {
    let (case, email) = ids(&path)?;
    let left = emails::room(&ctx, &account, case, email).await?;
    let file = read(&request, payload, &left).await?;
    let attachment = emails::attach_file(&ctx, &account, case, email, file).await?;
    Ok(HttpResponse::Created().json(EmailAttachment::from(attachment)))
}

async fn read(request: &HttpRequest, payload: Payload, left: &Measured) -> Result<DraftFile> {
    let is_form = request
        .headers()
        .get(CONTENT_TYPE)
        .and_then(|it| it.to_str().ok())
        .is_some_and(|it| it.to_ascii_lowercase().starts_with("multipart/form-data"));
    if !is_form {
        return Err(DomainError::invalid("file", "required", "There is no file."));
    }
    let body = Multipart::new(request.headers(), payload);
    let room = left.room();
    // Said of a file that is just too large: how much room there is.
    let refusal = left.check_room(room.saturating_add(4)).err();
    let file = receive(body, room, || {
        let incoming = Incoming::new(room)?;
        Ok(match &refusal {
            Some(DomainError::Invalid(errors)) if let Some(error) = errors.first() => {
                incoming.saying(error.detail.as_ref())
            }
            _ => incoming,
        })
    });
    let file = file.await?;
    Ok(DraftFile { incoming: file.incoming, name: file.name, content_type: file.content_type })
}
