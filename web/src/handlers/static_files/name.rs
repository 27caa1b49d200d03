//! What the name of a file says about its content.

/// Characters of the hash that Vite puts at the end of a name.
const VITE: usize = 8;
/// Characters of the digest that the original put before the ending.
const DIGEST: usize = 12;

/// Whether a name is made out of the content, by the build (`assets/case-list-D0ekl-t_.js`), by the
/// original (`styles/global.5ab3c0ffee12.css`) or by both.
#[must_use]
pub fn is_forever(path: &str) -> bool {
    without_digest(path).is_some() || is_of_build(path)
}

/// The name without the digest of the original, if it has one.
#[must_use]
pub fn without_digest(path: &str) -> Option<String> {
    let (stem, ending) = path.rsplit_once('.')?;
    let (stem, digest) = stem.rsplit_once('.')?;
    let is_digest = digest.len() == DIGEST && digest.bytes().all(|it| it.is_ascii_hexdigit());
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
        && hash.iter().all(|it| it.is_ascii_alphanumeric() || matches!(it, b'_' | b'-'))
        && !hash.iter().all(u8::is_ascii_lowercase)
}

#[cfg(test)]
mod tests {
    use super::*;

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
