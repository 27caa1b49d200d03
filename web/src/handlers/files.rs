//! Stored files, for those who may see them.

use actix_web::{
    HttpRequest, HttpResponse,
    body::SizedStream,
    http::{
        StatusCode,
        header::{CACHE_CONTROL, CONTENT_DISPOSITION, LOCATION, X_CONTENT_TYPE_OPTIONS},
    },
    web::{Data, Path},
};
use clerk_domain::{
    Context,
    access::Account,
    emails::attachment,
    error::Result,
    uploads::{self, Kind},
};
use clerk_store::files::{Download, Link};
use serde::Deserialize;
use uuid::Uuid;

use crate::{
    guards::ParalegalOrBetter,
    react_page::{PageResult, or_page},
};

/// Part of the path: the key, and the name for people.
#[derive(Deserialize)]
pub struct Target<Key> {
    id: Key,
}

/// Hands out an uploaded file to staff who may see its case.
pub async fn download(
    actor: ParalegalOrBetter,
    target: Path<Target<Uuid>>,
    request: HttpRequest,
    ctx: Data<Context>,
) -> PageResult {
    send_upload(&actor, target.id, &ctx).await.map_err(or_page(&request))
}

/// Hands out a file of an email to staff who may see its case.
pub async fn attachment(
    actor: ParalegalOrBetter,
    target: Path<Target<i32>>,
    request: HttpRequest,
    ctx: Data<Context>,
) -> PageResult {
    send_attachment(&actor, target.id, &ctx).await.map_err(or_page(&request))
}

async fn send_upload(actor: &Account, id: Uuid, ctx: &Context) -> Result<HttpResponse> {
    let upload = uploads::find_visible(&mut *ctx.db().await?, actor, id).await?;
    send(&upload.key, upload.name(), ctx).await
}

async fn send_attachment(actor: &Account, id: i32, ctx: &Context) -> Result<HttpResponse> {
    let found = attachment::get(&mut *ctx.db().await?, actor, id).await?;
    send(&found.key, found.name(), ctx).await
}

/// Answers with a file: by a link of the bucket that soon expires, or as it is. Images and PDF
/// documents are shown, anything else is saved. `name` is the last part of the key.
async fn send(key: &str, name: &str, ctx: &Context) -> Result<HttpResponse> {
    let kind = Kind::of_name(name);
    let disposition = disposition(name, kind);
    let content_type = kind.map_or("application/octet-stream", Kind::content_type);
    let as_file = Download { disposition: &disposition, content_type };
    let link = ctx.files.link(key, as_file, ctx.config.files.link_seconds).await?;
    let mut response = HttpResponse::Ok();
    response.insert_header((CACHE_CONTROL, "private, no-store"));
    response.insert_header((X_CONTENT_TYPE_OPTIONS, "nosniff"));
    match link {
        Link::Redirect(address) => {
            Ok(response.status(StatusCode::FOUND).insert_header((LOCATION, address)).finish())
        }
        Link::Local => {
            let object = ctx.files.open(key).await?;
            Ok(response
                .content_type(content_type)
                .insert_header((CONTENT_DISPOSITION, disposition))
                .body(SizedStream::new(object.size, object.body)))
        }
    }
}

/// The original stored names that others made up, so only harmless characters pass.
fn disposition(name: &str, kind: Option<Kind>) -> String {
    let harmless =
        |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '.' | '-' | '_');
    let name: String =
        name.chars().map(|letter| if harmless(letter) { letter } else { '_' }).collect();
    let how = if kind.is_some_and(Kind::is_shown) { "inline" } else { "attachment" };
    format!("{how}; filename=\"{name}\"")
}
