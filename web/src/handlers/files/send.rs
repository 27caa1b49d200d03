//! Handing out a stored file to somebody who may see it.

use actix_web::{
    HttpResponse,
    body::SizedStream,
    http::{
        StatusCode,
        header::{CACHE_CONTROL, CONTENT_DISPOSITION, LOCATION, X_CONTENT_TYPE_OPTIONS},
    },
};
use clerk_domain::{Context, error::Result, uploads::Kind};
use clerk_store::files::{Download, Link};

/// Answers with a file: by a link of the bucket that soon expires, or as it is. Images and PDF
/// documents are shown, anything else is saved. `name` is the last part of the key.
///
/// # Errors
/// Fails when there is no such file, or the store fails.
pub async fn send(ctx: &Context, key: &str, name: &str) -> Result<HttpResponse> {
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
    let harmless = |it: char| it.is_ascii_alphanumeric() || matches!(it, '.' | '-' | '_');
    let name: String = name.chars().map(|it| if harmless(it) { it } else { '_' }).collect();
    let how = if kind.is_some_and(Kind::is_shown) { "inline" } else { "attachment" };
    format!("{how}; filename=\"{name}\"")
}
