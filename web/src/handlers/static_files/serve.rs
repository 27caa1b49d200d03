//! `GET /static/<path>`: a file of the built front end, or one of the shell's own.

use std::{
    io,
    path::{Path, PathBuf},
};

use actix_files::NamedFile;
use actix_web::{
    HttpRequest, HttpResponse,
    http::header::{CACHE_CONTROL, CONTENT_ENCODING, ContentEncoding, ContentType, HeaderValue},
    web::{self, Data},
};
use clerk_domain::Context;

use super::{name, own};

/// A file whose name changes with its content never has to be asked for again.
const FOREVER: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");
/// Any other file is asked for again soon, and answered 304 while it has not changed.
pub const MINUTES: HeaderValue = HeaderValue::from_static("public, max-age=300");

/// Answers with a file. Folders are not listed; hidden files and paths that lead out of the folder do
/// not exist.
pub async fn serve(
    request: HttpRequest,
    path: web::Path<String>,
    ctx: Data<Context>,
) -> HttpResponse {
    if let Some(response) = own::respond(&request, &path) {
        return response;
    }
    let Some(root) = ctx.config.web.static_root.clone() else {
        return HttpResponse::NotFound().finish();
    };
    let Ok(Ok((file, is_forever))) = web::block(move || open(&root, &path)).await else {
        return HttpResponse::NotFound().finish();
    };
    let is_compressed = is_compressed(&file);
    let mut response = file.disable_content_disposition().into_response(&request);
    let headers = response.headers_mut();
    headers.insert(CACHE_CONTROL, if is_forever { FOREVER } else { MINUTES });
    if is_compressed && !headers.contains_key(CONTENT_ENCODING) {
        let identity = HeaderValue::from_static(ContentEncoding::Identity.as_str());
        headers.insert(CONTENT_ENCODING, identity);
    }
    response
}

/// The file of a path, and whether it stays the same for ever. A name with the digest that the
/// original adds also finds the file without it, since both names occur in a build.
fn open(root: &Path, path: &str) -> io::Result<(NamedFile, bool)> {
    let found = open_file(root, path).map(|file| (file, name::is_forever(path)));
    match (found, name::without_digest(path)) {
        (Err(_), Some(plain)) => {
            open_file(root, &plain).map(|file| (file, name::is_forever(&plain)))
        }
        (found, _) => found,
    }
}

fn open_file(root: &Path, path: &str) -> io::Result<NamedFile> {
    let path = inside(root, path).ok_or(io::ErrorKind::NotFound)?;
    let mut file = NamedFile::open(&path)?;
    if path.extension().is_some_and(|it| it == "map") {
        file = file.set_content_type(ContentType::json().0);
    }
    if file.metadata().is_file() { Ok(file) } else { Err(io::ErrorKind::NotFound.into()) }
}

/// The path in the folder, unless it could mean anything else.
fn inside(root: &Path, path: &str) -> Option<PathBuf> {
    let is_plain = |part: &str| {
        !part.is_empty() && !part.starts_with('.') && !part.contains(['\\', ':', '\0'])
    };
    path.split('/').all(is_plain).then(|| root.join(path))
}

/// Whether compressing a file again would be wasted: pictures and sounds are left alone by the server,
/// fonts are not.
fn is_compressed(file: &NamedFile) -> bool {
    matches!(file.content_type().subtype().as_str(), "woff" | "woff2" | "zip" | "gzip")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_stay_inside() {
        let root = Path::new("/srv/static");
        assert!(inside(root, "assets/a.js").is_some());
        for path in
            ["", "..", "../x", "a/../../x", "/etc/passwd", "a//b", ".env", "a/.git/x", "a\\b"]
        {
            assert_eq!(inside(root, path), None, "{path}");
        }
    }
}
