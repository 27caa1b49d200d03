//! `GET /clerk/files/<uuid>/` and `GET /clerk/files/<uuid>/<name>`

use actix_web::{
    HttpRequest, HttpResponse,
    body::SizedStream,
    http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, LOCATION, X_CONTENT_TYPE_OPTIONS},
    web::{Data, Path},
};
use clerk_shared::{
    Context,
    domain::uploads::{self, Kind, Upload},
    error::Result,
    files::{Download, Link},
};
use uuid::Uuid;

use crate::{
    auth::guards::ParalegalOrBetter,
    react_page::{PageResult, or_page},
};

/// Part of the path: the id, and the name for people.
#[derive(serde::Deserialize)]
pub struct Target {
    id: Uuid,
}

/// Hands out an uploaded file to staff who may see its case: by a link of the bucket that soon
/// expires, or as it is. Images and PDF documents are shown, anything else is saved.
///
/// # Errors
/// The 403 page when the case is not for this account, the 404 page when there is no such file.
pub async fn download(
    account: ParalegalOrBetter,
    request: HttpRequest,
    ctx: Data<Context>,
    target: Path<Target>,
) -> PageResult {
    find_and_send(&ctx, &account, target.id).await.map_err(or_page(&request))
}

async fn find_and_send(
    ctx: &Context,
    account: &clerk_shared::domain::accounts::Account,
    id: Uuid,
) -> Result<HttpResponse> {
    let upload = uploads::find_visible(&mut *ctx.db().await?, account, id).await?;
    let kind = Kind::of_name(upload.name());
    let disposition = disposition(&upload, kind);
    let content_type = kind.map_or("application/octet-stream", Kind::content_type);
    let as_file = Download { disposition: &disposition, content_type };
    let link = ctx.files.link(&upload.key, as_file, ctx.config.files.link_seconds).await?;
    let mut response = HttpResponse::Ok();
    response.insert_header((CACHE_CONTROL, "private, no-store"));
    response.insert_header((X_CONTENT_TYPE_OPTIONS, "nosniff"));
    match link {
        Link::Redirect(address) => Ok(response
            .status(actix_web::http::StatusCode::FOUND)
            .insert_header((LOCATION, address))
            .finish()),
        Link::Local => {
            let object = ctx.files.open(&upload.key).await?;
            Ok(response
                .content_type(content_type)
                .insert_header((CONTENT_DISPOSITION, disposition))
                .body(SizedStream::new(object.size, object.body)))
        }
    }
}

/// The original stored names that others made up, so only harmless characters pass.
fn disposition(upload: &Upload, kind: Option<Kind>) -> String {
    let harmless = |it: char| it.is_ascii_alphanumeric() || matches!(it, '.' | '-' | '_');
    let name: String =
        upload.name().chars().map(|it| if harmless(it) { it } else { '_' }).collect();
    let how = if kind.is_some_and(Kind::is_shown) { "inline" } else { "attachment" };
    format!("{how}; filename=\"{name}\"")
}
