//! Files of the public intake form.
//!
//! The form takes any JSON answer but a 400 for a stored file. So every refusal is a 400, and every
//! failure of ours is plain text, which the form reports as "could not upload".

use actix_multipart::Multipart;
use actix_web::{HttpResponse, http::header::ContentType, web::Data};
use clerk_base::{panics, urls};
use clerk_domain::{
    Context, DomainError,
    error::Result,
    uploads::{self, Incoming, Upload},
};
use serde::Serialize;
use uuid::Uuid;

use crate::{error::ApiResult, multipart::receive, rate_limit::UploadAllowance};

/// An upload as the form keeps it among its answers.
#[derive(Serialize)]
struct UploadJson {
    id: Uuid,
    file: String,
    issue: Option<Uuid>,
}

/// Stores a file. It belongs to no case until the answers that name it are processed.
pub async fn create(_actor: UploadAllowance, body: Multipart, ctx: Data<Context>) -> ApiResult {
    // A panic would become a JSON answer further out.
    let stored = panics::catch(store(body, &ctx)).await;
    let stored = stored.unwrap_or_else(|panic| Err(DomainError::Fatal(panic.to_string())));
    match stored {
        Ok(upload) => {
            let path = urls::upload(upload.id, upload.name());
            let file = format!("{}{path}", ctx.config.web.base_url);
            let json = UploadJson { id: upload.id, file, issue: upload.case_id };
            Ok(HttpResponse::Created().json(json))
        }
        Err(error @ DomainError::Invalid(_)) => Err(error.into()),
        Err(error) => {
            tracing::error!(%error, "an upload could not be stored");
            Ok(HttpResponse::ServiceUnavailable()
                .content_type(ContentType::plaintext())
                .body("The file could not be stored. Please try again later."))
        }
    }
}

async fn store(body: Multipart, ctx: &Context) -> Result<Upload> {
    let limit = ctx.config.intake.upload_max_bytes;
    let received = receive(body, limit, || Incoming::new(limit)).await?;
    uploads::create(ctx, received.incoming, &received.name).await
}
