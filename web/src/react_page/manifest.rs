//! The list of files that the build of the front end leaves: which scripts and styles a page needs.

use std::{
    collections::{HashMap, HashSet},
    fs, io,
    path::{Path, PathBuf},
    sync::{Arc, LazyLock, Mutex, PoisonError},
    time::SystemTime,
};

use serde::Deserialize;

/// What the head of a page loads, as paths below `/static/`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assets {
    /// Style sheets, in order.
    pub styles: Vec<String>,
    /// The page's module.
    pub script: String,
    /// Modules that it imports first, fetched early.
    pub preloads: Vec<String>,
}

/// `manifest.json` of a Vite build.
#[derive(Debug, Deserialize)]
#[serde(transparent)]
struct Manifest(HashMap<String, Chunk>);

#[derive(Debug, Deserialize)]
struct Chunk {
    file: String,
    #[serde(default)]
    css: Vec<String>,
    #[serde(default)]
    imports: Vec<String>,
}

type Parsed = (SystemTime, Option<Arc<Manifest>>);

/// The manifest of each folder, as of the file's last change.
static CACHE: LazyLock<Mutex<HashMap<PathBuf, Parsed>>> = LazyLock::new(Mutex::default);

/// What a page loads, if the folder holds a front end that has this page.
#[must_use]
pub fn assets(root: &Path, page: &str) -> Option<Assets> {
    manifest(root)?.assets(&format!("pages/{page}.tsx"))
}

fn manifest(root: &Path) -> Option<Arc<Manifest>> {
    let path = root.join("manifest.json");
    let changed = fs::metadata(&path).and_then(|file| file.modified()).ok()?;
    let mut cache = CACHE.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some((known, manifest)) = cache.get(&path)
        && *known == changed
    {
        return manifest.clone();
    }
    let manifest = match read(&path) {
        Ok(manifest) => Some(Arc::new(manifest)),
        Err(error) => {
            tracing::error!(path = %path.display(), %error, "unusable manifest of the front end");
            None
        }
    };
    cache.insert(path, (changed, manifest.clone()));
    manifest
}

fn read(path: &Path) -> io::Result<Manifest> {
    Ok(serde_json::from_slice(&fs::read(path)?)?)
}

impl Manifest {
    fn assets(&self, entry: &str) -> Option<Assets> {
        let chunk = self.0.get(entry)?;
        let mut styles = Styles::default();
        styles.collect(self, entry);
        let preloads = chunk.imports.iter().filter_map(|name| self.0.get(name));
        Some(Assets {
            styles: styles.found,
            script: chunk.file.clone(),
            preloads: preloads.map(|chunk| chunk.file.clone()).collect(),
        })
    }
}

/// The styles of a chunk come after those of the chunks that it imports.
#[derive(Default)]
struct Styles {
    found: Vec<String>,
    visited: HashSet<String>,
}

impl Styles {
    fn collect(&mut self, manifest: &Manifest, name: &str) {
        let Some(chunk) = manifest.0.get(name) else { return };
        if !self.visited.insert(name.to_owned()) {
            return;
        }
        for import in &chunk.imports {
            self.collect(manifest, import);
        }
        for style in &chunk.css {
            if !self.found.contains(style) {
                self.found.push(style.clone());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn styles_come_from_the_depth_and_once() {
        let manifest: Manifest = serde_json::from_value(serde_json::json!({
            "pages/a.tsx": {"file": "assets/a.js", "css": ["assets/a.css", "assets/base.css"],
                            "imports": ["_utils.js", "_table.js"], "isEntry": true},
            "_utils.js": {"file": "assets/utils.js", "css": ["assets/base.css"], "imports": ["_deep.js"]},
            "_deep.js": {"file": "assets/deep.js", "css": ["assets/deep.css"], "imports": ["_utils.js"]},
            "_table.js": {"file": "assets/table.js"},
        }))
        .unwrap();
        assert_eq!(
            manifest.assets("pages/a.tsx"),
            Some(Assets {
                styles: ["assets/deep.css", "assets/base.css", "assets/a.css"]
                    .map(Into::into)
                    .into(),
                script: "assets/a.js".into(),
                preloads: ["assets/utils.js", "assets/table.js"].map(Into::into).into(),
            })
        );
        assert_eq!(manifest.assets("pages/b.tsx"), None);
    }

    #[test]
    fn a_new_build_is_noticed() {
        let root = std::env::temp_dir().join(format!("clerk-manifest-{}", uuid::Uuid::new_v4()));
        fs::create_dir(&root).unwrap();
        let write = |text: &str, seconds| {
            let path = root.join("manifest.json");
            fs::write(&path, text).unwrap();
            let at = SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(seconds);
            fs::File::options().write(true).open(&path).unwrap().set_modified(at).unwrap();
        };
        assert_eq!(assets(&root, "a"), None);
        write(r#"{"pages/a.tsx": {"file": "assets/one.js"}}"#, 1);
        assert_eq!(assets(&root, "a").unwrap().script, "assets/one.js");
        write("not JSON", 2);
        assert_eq!(assets(&root, "a"), None);
        write(r#"{"pages/a.tsx": {"file": "assets/two.js"}}"#, 3);
        assert_eq!(assets(&root, "a").unwrap().script, "assets/two.js");
        fs::remove_dir_all(root).unwrap();
    }
}
