//! `GET /static/<path>`: a file of the built front end, or one of the shell's own.

use std::path::{Path, PathBuf};

use actix_files::NamedFile;
use actix_web::{
    HttpRequest, HttpResponse,
    http::header::{CACHE_CONTROL, HeaderValue},
    web::{self, Data},
};
use clerk_shared::Context;

/// The files that the shell brings along.
const OWN: &[(&str, &str, &str)] = &[
    ("clerk.css", "text/css; charset=utf-8", include_str!("../../../assets/clerk.css")),
    ("clerk.svg", "image/svg+xml", include_str!("../../../assets/clerk.svg")),
];

/// A file whose name changes with its content never has to be asked for again.
const FOREVER: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");
/// Any other file is asked for each time, and answered 304 while it has not changed.
const REVALIDATE: HeaderValue = HeaderValue::from_static("no-cache");
const MINUTES: HeaderValue = HeaderValue::from_static("public, max-age=300");

/// Answers with a file. Folders are not listed; hidden files and paths that lead out of the folder do
/// not exist.
pub async fn serve(
    request: HttpRequest,
    path: web::Path<String>,
    ctx: Data<Context>,
) -> HttpResponse {
    if let Some((_, kind, text)) = OWN.iter().find(|(name, ..)| *name == path.as_str()) {
        return HttpResponse::Ok()
            .insert_header((CACHE_CONTROL, MINUTES))
            .content_type(*kind)
            .body(*text);
    }
    let Some(file) = ctx.config.web.static_root.as_deref().and_then(|root| inside(root, &path))
    else {
        return HttpResponse::NotFound().finish();
    };
    let Ok(Ok(file)) = web::block(|| NamedFile::open(file)).await else {
        return HttpResponse::NotFound().finish();
    };
    if !file.metadata().is_file() {
        return HttpResponse::NotFound().finish();
    }
    let cache = if is_hashed(&path) { FOREVER } else { REVALIDATE };
    let mut response = file.disable_content_disposition().into_response(&request);
    response.headers_mut().insert(CACHE_CONTROL, cache);
    response
}

/// The path in the folder, unless it could mean anything else.
fn inside(root: &Path, path: &str) -> Option<PathBuf> {
    let is_plain = |part: &str| {
        !part.is_empty() && !part.starts_with('.') && !part.contains(['\\', ':', '\0'])
    };
    path.split('/').all(is_plain).then(|| root.join(path))
}

/// Whether a name is one that the build made out of the content: `assets/case-list-D0ekl-t_.js`.
fn is_hashed(path: &str) -> bool {
    const HASH: usize = 8;
    let Some(name) = path.strip_prefix("assets/") else { return false };
    let stem = name.split('.').next().unwrap_or(name);
    let Some(cut) = stem.len().checked_sub(HASH + 1) else { return false };
    stem.as_bytes()[cut] == b'-'
        && stem
            .bytes()
            .skip(cut + 1)
            .all(|it| it.is_ascii_alphanumeric() || it == b'_' || it == b'-')
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

    #[test]
    fn only_hashed_names_are_kept_for_ever() {
        assert!(is_hashed("assets/case-list-D0ekl-t_.js"));
        assert!(is_hashed("assets/case-list-D0ekl-t_.3b5d5c37.js"));
        assert!(!is_hashed("assets/case-list.js"));
        assert!(!is_hashed("styles/global-D0ekl-t_.css"));
        assert!(!is_hashed("assets/a.js"));
    }
}
