//! The files of an email.

use actix_multipart::Multipart;
use actix_web::{
    HttpRequest, HttpResponse,
    http::header::CONTENT_TYPE,
    web::{Data, Path, Payload},
};
use clerk_domain::{
    Context, DomainError,
    emails::drafts::{self, DraftFile, Measured},
    error::Result,
    uploads::Incoming,
};
use clerk_workflows::mail_and_sharepoint;
use uuid::Uuid;

use crate::{
    error::ApiResult,
    failures::{Failures, ReadFailures, Unavailable},
    guards::ParalegalOrBetter,
    multipart::receive,
    wire::emails::{EmailAttachment, EmailAttachmentInput},
};

/// Attaches a file to a draft. An email has a largest size with all of its files.
#[utoipa::path(
    post,
    path = "/clerk/api/email/{id}/{email_id}/attachment/",
    operation_id = "createEmailAttachment",
    tag = "emails",
    params(("id" = Uuid, Path, description = "The case"), ("email_id" = i32, Path)),
    request_body(content = EmailAttachmentInput, content_type = "multipart/form-data"),
    responses((status = 201, description = "The attachment", body = EmailAttachment), Failures),
)]
pub async fn create(
    actor: ParalegalOrBetter,
    path: Path<(Uuid, i32)>,
    request: HttpRequest,
    body: Payload,
    ctx: Data<Context>,
) -> ApiResult {
    let (case, id) = *path;
    let left = drafts::room(&ctx, &actor, case, id).await?;
    let file = read(&request, body, &left).await?;
    let attachment = drafts::attach_file(&ctx, &actor, case, id, file).await?;
    Ok(HttpResponse::Created().json(EmailAttachment::from(attachment)))
}

/// Deletes a file of a draft.
#[utoipa::path(
    delete,
    path = "/clerk/api/email/{id}/{email_id}/attachment/{attachment_id}/",
    operation_id = "deleteEmailAttachment",
    tag = "emails",
    params(
        ("id" = Uuid, Path, description = "The case"),
        ("email_id" = i32, Path),
        ("attachment_id" = i32, Path),
    ),
    responses((status = 204, description = "Deleted"), ReadFailures),
)]
pub async fn delete(
    actor: ParalegalOrBetter,
    path: Path<(Uuid, i32, i32)>,
    ctx: Data<Context>,
) -> ApiResult {
    let (case, id, attachment) = *path;
    drafts::delete_attachment(&mut *ctx.db().await?, &actor, case, id, attachment).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Attaches a file of the case's SharePoint folder to a draft.
#[utoipa::path(
    post,
    path = "/clerk/api/email/{id}/{email_id}/attachment/sharepoint/{sharepoint_id}/",
    operation_id = "downloadEmailAttachmentFromSharepoint",
    tag = "emails",
    params(
        ("id" = Uuid, Path, description = "The case"),
        ("email_id" = i32, Path),
        ("sharepoint_id" = String, Path, description = "The id of a document of the case"),
    ),
    responses((status = 204, description = "Attached"), Failures, Unavailable),
)]
pub async fn attach_from_sharepoint(
    actor: ParalegalOrBetter,
    path: Path<(Uuid, i32, String)>,
    ctx: Data<Context>,
) -> ApiResult {
    let (case, id, item) = path.into_inner();
    mail_and_sharepoint::attach_from_sharepoint(&ctx, &actor, case, id, &item).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Saves an attachment in the SharePoint folder of the case.
#[utoipa::path(
    post,
    path = "/clerk/api/email/{id}/{email_id}/attachment/{attachment_id}/sharepoint/",
    operation_id = "uploadEmailAttachmentToSharepoint",
    tag = "emails",
    params(
        ("id" = Uuid, Path, description = "The case"),
        ("email_id" = i32, Path),
        ("attachment_id" = i32, Path),
    ),
    responses((status = 204, description = "Saved"), ReadFailures, Unavailable),
)]
pub async fn save_to_sharepoint(
    actor: ParalegalOrBetter,
    path: Path<(Uuid, i32, i32)>,
    ctx: Data<Context>,
) -> ApiResult {
    let (case, id, attachment) = *path;
    mail_and_sharepoint::save_to_sharepoint(&ctx, &actor, case, id, attachment).await?;
    Ok(HttpResponse::NoContent().finish())
}

async fn read(request: &HttpRequest, payload: Payload, left: &Measured) -> Result<DraftFile> {
    let is_form = request
        .headers()
        .get(CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|value| value.to_ascii_lowercase().starts_with("multipart/form-data"));
    if !is_form {
        return Err(DomainError::invalid("file", "required", "There is no file."));
    }
    let body = Multipart::new(request.headers(), payload);
    let room = left.room();
    // The refusal of a file that is just too large says how much room there is.
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
