//! Files that the original's pages load besides the Vite build. Those that the front end's folder has are
//! used; without them, our own style sheet and logo.

use std::path::Path;

/// Which of them there are, as paths below `/static/`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LegacyAssets {
    /// Style sheets, in order.
    pub styles: Vec<&'static str>,
    /// Scripts that pages rely on, in order, loaded before anything else.
    pub scripts: Vec<&'static str>,
    /// Script for parts of pages that the server renders.
    pub htmx: Option<&'static str>,
    /// The icon of the browser's tab.
    pub icon: Option<&'static str>,
    /// The picture at the top left.
    pub logo: Option<&'static str>,
}

impl LegacyAssets {
    /// What a folder has.
    #[must_use]
    pub fn find(root: &Path) -> Self {
        let there = |name: &'static str| root.join(name).is_file().then_some(name);
        let all = |names: [&'static str; 2]| names.into_iter().filter_map(there).collect();
        Self {
            styles: all(["semantic/semantic.min.css", "styles/global.css"]),
            scripts: all(["semantic/jquery.min.js", "semantic/semantic.min.js"]),
            htmx: there("htmx.min.js"),
            icon: there("brand/logo-icon-color.png"),
            logo: there("web/brand/logo-icon-color.svg"),
        }
    }
}
