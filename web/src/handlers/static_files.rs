//! Files below `/static/`: the front end's, and a few of our own.

use std::{
    hash::{DefaultHasher, Hash, Hasher},
    io,
    path::{Path, PathBuf},
};

use actix_files::NamedFile;
use actix_web::{
    HttpRequest, HttpResponse,
    http::header::{
        CACHE_CONTROL, CONTENT_ENCODING, ContentEncoding, ContentType, ETag, EntityTag, Header,
        HeaderValue, IfNoneMatch,
    },
    web::{self, Data},
};
use clerk_domain::Context;

/// A file whose name changes with its content is kept for ever.
const FOREVER: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");
/// Any other file is asked for again soon, and answered 304 while it has not changed.
const MINUTES: HeaderValue = HeaderValue::from_static("public, max-age=300");

/// Characters of the hash that Vite puts at the end of a name.
const VITE: usize = 8;
/// Characters of the digest that the original put before the ending.
const DIGEST: usize = 12;

/// Our own files: name, media type, content.
const FILES: &[(&str, &str, &str)] = &[
    ("clerk.css", "text/css; charset=utf-8", include_str!("../../assets/clerk.css")),
    ("clerk.svg", "image/svg+xml", include_str!("../../assets/clerk.svg")),
];

/// Answers with a file. Folders are not listed; hidden files and paths that lead out of the folder do
/// not exist.
pub async fn serve(
    path: web::Path<String>,
    request: HttpRequest,
    ctx: Data<Context>,
) -> HttpResponse {
    if let Some(response) = own_file(&request, &path) {
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
    let found = open_file(root, path).map(|file| (file, is_forever(path)));
    match (found, without_digest(path)) {
        (Err(_), Some(plain)) => open_file(root, &plain).map(|file| (file, is_forever(&plain))),
        (found, _) => found,
    }
}

fn open_file(root: &Path, path: &str) -> io::Result<NamedFile> {
    let path = inside(root, path).ok_or(io::ErrorKind::NotFound)?;
    let mut file = NamedFile::open(&path)?;
    if path.extension().is_some_and(|ending| ending == "map") {
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

/// The answer, if the path is one of our own files.
fn own_file(request: &HttpRequest, path: &str) -> Option<HttpResponse> {
    let (_, kind, text) = FILES.iter().find(|(name, ..)| *name == path)?;
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    let tag = EntityTag::new_strong(format!("{:x}", hasher.finish()));
    let is_known = match IfNoneMatch::parse(request) {
        Ok(IfNoneMatch::Any) => true,
        Ok(IfNoneMatch::Items(tags)) => tags.iter().any(|known| known.weak_eq(&tag)),
        Err(_) => false,
    };
    let mut response = if is_known { HttpResponse::NotModified() } else { HttpResponse::Ok() };
    response.insert_header((CACHE_CONTROL, MINUTES)).insert_header(ETag(tag));
    if is_known {
        return Some(response.finish());
    }
    Some(response.content_type(*kind).body(*text))
}

/// Whether a name is made out of the content, by the build (`assets/case-list-D0ekl-t_.js`), by the
/// original (`styles/global.5ab3c0ffee12.css`) or by both.
fn is_forever(path: &str) -> bool {
    without_digest(path).is_some() || is_of_build(path)
}

/// The name without the digest of the original, if it has one.
fn without_digest(path: &str) -> Option<String> {
    let (stem, ending) = path.rsplit_once('.')?;
    let (stem, digest) = stem.rsplit_once('.')?;
    let is_digest = digest.len() == DIGEST && digest.bytes().all(|byte| byte.is_ascii_hexdigit());
    let is_name = !stem.is_empty() && !stem.ends_with('/') && !ending.contains('/');
    (is_digest && is_name).then(|| format!("{stem}.{ending}"))
}

/// A hash of small letters alone may be a word, so such a name is not trusted.
fn is_of_build(path: &str) -> bool {
    let Some(name) = path.strip_prefix("assets/") else { return false };
    let name = name.strip_suffix(".map").unwrap_or(name);
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let Some(cut) = stem.len().checked_sub(VITE + 1) else { return false };
    let (before, hash) = (stem.as_bytes()[cut], &stem.as_bytes()[cut + 1..]);
    before == b'-'
        && hash.iter().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'))
        && !hash.iter().all(u8::is_ascii_lowercase)
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
        for path in [
            "assets/case-list-D0ekl-t_.js",
            "assets/case-list-D0ekl-t_.3b5d5c371f2e.js",
            "assets/case-list-D0ekl-t_.js.map",
            "assets/table.module-D0ekl-t_.css",
            "styles/global.3b5d5c371f2e.css",
        ] {
            assert!(is_forever(path), "{path}");
        }
        for path in [
            "assets/case-list.js",
            "assets/case-overview.js",
            "styles/global-D0ekl-t_.css",
            "styles/global.min.css",
            "assets/a.js",
            "assets/-é.js",
            "manifest.json",
        ] {
            assert!(!is_forever(path), "{path}");
        }
    }

    #[test]
    fn the_digest_comes_off() {
        let plain = |path| without_digest(path);
        assert_eq!(plain("a/b-D0ekl-t_.3b5d5c371f2e.js").as_deref(), Some("a/b-D0ekl-t_.js"));
        assert_eq!(plain("a/b.3b5d5c371f2.js"), None);
        assert_eq!(plain("a/b.3b5d5c371f2g.js"), None);
        assert_eq!(plain("a/.3b5d5c371f2e.js"), None);
        assert_eq!(plain("a.3b5d5c371f2e.x/js"), None);
    }
}
