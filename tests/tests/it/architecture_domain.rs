//! Which part of the domain may import which, and no circles of files anywhere.
//!
//! The sources are read as text: `use` declarations and paths that begin with `crate`, `self` or
//! `super`. What a folder's `mod.rs` re-exports counts as an import of the file that it comes from.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use clerk_tests::cluster::workspace;

/// The ground floor: each part may import those before it, and everything else may import all of
/// them.
const GROUND: [&str; 9] =
    ["error", "context", "paging", "templates", "record", "vocabulary", "access", "journal", "lib"];

/// What else each record may import. A record that is not here, or an arrow that is not, fails the
/// test: where two records need each other, the story belongs into `shared/workflows`.
const ARROWS: [(&str, &[&str]); 17] = [
    ("accounts", &[]),
    ("cases", &["accounts", "clients", "notes", "people", "tenancies"]),
    ("clients", &[]),
    ("dates", &["cases"]),
    // They lie on SharePoint, are received as uploads are, and get names as attachments do.
    ("document_templates", &["documents", "emails", "uploads"]),
    ("documents", &[]),
    ("email_templates", &[]),
    // Its templates have the words of a case and of a closure.
    (
        "emails",
        &["accounts", "cases", "documents", "email_templates", "office_closures", "uploads"],
    ),
    ("notes", &["accounts"]),
    ("notification_templates", &["email_templates"]),
    ("office_closures", &[]),
    ("people", &[]),
    ("services", &[]),
    ("sessions", &[]),
    ("submissions", &[]),
    ("tenancies", &["people"]),
    ("uploads", &[]),
];

#[test]
fn records_import_only_what_is_listed() {
    let sources = Crate::read("shared/domain/src");
    let allowed: BTreeMap<&str, BTreeSet<&str>> =
        ARROWS
            .iter()
            .map(|(part, others)| (*part, GROUND.iter().chain(others.iter()).copied().collect()))
            .chain(GROUND.iter().enumerate().map(|(at, part)| {
                (*part, GROUND.iter().take(at).chain(&["lib"]).copied().collect())
            }))
            .collect();
    let mut strays = BTreeSet::new();
    let mut arrows = BTreeMap::<String, BTreeSet<String>>::new();
    for (from, to) in sources.imports() {
        let (part, other) = (part(&from), part(&to));
        if part == "lib" || part == other {
            continue;
        }
        if !allowed.get(part).is_some_and(|others| others.contains(other)) {
            strays.insert(format!("{from} imports {to}"));
        }
        arrows.entry(part.to_owned()).or_default().insert(other.to_owned());
    }
    assert!(strays.is_empty(), "arrows that are not listed: {strays:#?}");
    let circle = circle(&arrows);
    assert!(circle.is_empty(), "a circle of folders: {circle:#?}");
}

#[test]
fn no_files_import_each_other_in_a_circle() {
    let mut crates: Vec<String> = fs::read_dir(workspace().join("shared"))
        .unwrap()
        .map(|entry| format!("shared/{}/src", entry.unwrap().file_name().to_str().unwrap()))
        .filter(|folder| workspace().join(folder).is_dir())
        .collect();
    crates.extend(["web/src".to_owned(), "worker/src".to_owned()]);
    assert!(crates.len() > 6, "{crates:?}");
    let mut circles = BTreeSet::new();
    for folder in crates {
        let mut arrows = BTreeMap::<String, BTreeSet<String>>::new();
        for (from, to) in Crate::read(&folder).imports() {
            arrows.entry(from).or_default().insert(to);
        }
        circles.extend(circle(&arrows).into_keys().map(|file| format!("{folder}/{file}")));
    }
    assert!(circles.is_empty(), "files that import each other in a circle: {circles:#?}");
}

/// The first folder or file of a path: `cases` of `cases/list.rs`, `error` of `error.rs`.
fn part(path: &str) -> &str {
    path.split('/').next().unwrap().trim_end_matches(".rs")
}

/// Whatever leads back to itself, with what it leads to.
fn circle(arrows: &BTreeMap<String, BTreeSet<String>>) -> BTreeMap<String, BTreeSet<String>> {
    let leads_back = |start: &String| {
        let (mut seen, mut left) = (BTreeSet::new(), vec![start]);
        while let Some(name) = left.pop() {
            for next in arrows.get(name).into_iter().flatten() {
                if next == start {
                    return true;
                }
                if seen.insert(next) {
                    left.push(next);
                }
            }
        }
        false
    };
    arrows
        .iter()
        .filter(|(name, _)| leads_back(name))
        .map(|(name, others)| (name.clone(), others.clone()))
        .collect()
}

/// A path in the source, as segments.
type Segments = Vec<String>;

/// The files of a crate by their module, `["cases", "list"]`.
struct Crate {
    files: BTreeMap<Segments, Source>,
}

struct Source {
    /// From the crate's `src`.
    path: String,
    /// Whether it is a `mod.rs`, or the crate's root.
    is_folder: bool,
    /// What it imports for itself.
    imports: Vec<Segments>,
    /// What it passes on, by the name it gives.
    exports: BTreeMap<String, Segments>,
}

impl Crate {
    fn read(folder: &str) -> Self {
        let root = workspace().join(folder);
        let mut files = BTreeMap::new();
        let mut left: Vec<PathBuf> = vec![root.clone()];
        while let Some(folder) = left.pop() {
            for path in fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()) {
                if path.is_dir() {
                    left.push(path);
                } else if path.extension().is_some_and(|extension| extension == "rs") {
                    let (module, source) = Source::read(&root, &path);
                    files.insert(module, source);
                }
            }
        }
        assert!(!files.is_empty(), "{folder} has no sources");
        Self { files }
    }

    /// Every pair of different files of which the first imports the second.
    fn imports(&self) -> BTreeSet<(String, String)> {
        let mut found = BTreeSet::new();
        for (module, source) in &self.files {
            for import in &source.imports {
                let Some(target) = self.resolve(module, import, 0) else { continue };
                let is_own_child =
                    source.is_folder && target.starts_with(source.path.trim_end_matches("mod.rs"));
                if target != source.path && !is_own_child {
                    found.insert((source.path.clone(), target.to_owned()));
                }
            }
        }
        found
    }

    /// The file in which what a path of a module leads to is; `None` outside the crate.
    fn resolve(&self, module: &[String], path: &[String], depth: usize) -> Option<&str> {
        let mut at: Segments = module.to_vec();
        let mut rest = path;
        match path.first()?.as_str() {
            "crate" => {
                at.clear();
                rest = &path[1..];
            }
            "self" => rest = &path[1..],
            "super" => {
                while rest.first().is_some_and(|segment| segment == "super") {
                    at.pop();
                    rest = &rest[1..];
                }
            }
            child => {
                at.push(child.to_owned());
                self.files.get(&at)?;
                rest = &path[1..];
            }
        }
        for segment in rest {
            at.push(segment.clone());
            if self.files.contains_key(&at) {
                continue;
            }
            at.pop();
            let source = self.files.get(&at)?;
            if let Some(export) = source.exports.get(segment).filter(|_| depth < 9) {
                return self.resolve(&at, export, depth + 1);
            }
            return Some(&source.path);
        }
        self.files.get(&at).map(|source| source.path.as_str())
    }
}

impl Source {
    fn read(root: &Path, path: &Path) -> (Segments, Self) {
        let name = path.strip_prefix(root).unwrap().to_str().unwrap().to_owned();
        let mut module: Segments =
            name.trim_end_matches(".rs").split('/').map(str::to_owned).collect();
        let is_folder = matches!(module.last().unwrap().as_str(), "mod" | "lib" | "main");
        if is_folder {
            module.pop();
        }
        let tokens = without_inline_modules(tokens(&fs::read_to_string(path).unwrap()));
        let mut source =
            Self { path: name, is_folder, imports: Vec::new(), exports: BTreeMap::new() };
        source.collect(&tokens);
        (module, source)
    }

    fn collect(&mut self, tokens: &[String]) {
        let children: BTreeSet<&String> = tokens
            .windows(3)
            .filter(|window| window[0] == "mod" && window[2] == ";")
            .map(|window| &window[1])
            .collect();
        let mut at = 0;
        while at < tokens.len() {
            let token = &tokens[at];
            if token == "use" {
                let is_export = at > 0 && (tokens[at - 1] == "pub" || tokens[at - 1] == ")");
                let end = at + tokens[at..].iter().position(|token| token == ";").unwrap();
                self.add_tree(&tokens[at + 1..end], &[], is_export);
                at = end;
            } else if at > 0
                && tokens[at - 1] != "::"
                && tokens.get(at + 1).is_some_and(|token| token == "::")
            {
                let is_child = self.is_folder && children.contains(token);
                if is_child || matches!(token.as_str(), "crate" | "super" | "self") {
                    let path = tokens[at..].chunks(2).take_while(|pair| is_word(&pair[0]));
                    let mut segments: Segments = Vec::new();
                    for pair in path {
                        segments.push(pair[0].clone());
                        if pair.get(1).is_none_or(|separator| separator != "::") {
                            break;
                        }
                    }
                    self.imports.push(segments);
                }
            }
            at += 1;
        }
    }

    /// Adds the paths of `a::{b, c::d as e}`.
    fn add_tree(&mut self, tokens: &[String], before: &[String], is_export: bool) {
        let mut path = before.to_vec();
        let mut name = None;
        for (at, token) in tokens.iter().enumerate() {
            match token.as_str() {
                "{" => {
                    for branch in branches(&tokens[at + 1..tokens.len() - 1]) {
                        self.add_tree(branch, &path, is_export);
                    }
                    return;
                }
                "as" => {
                    name = tokens.get(at + 1).cloned();
                    break;
                }
                "self" if !path.is_empty() => {}
                "::" | "*" => {}
                _ => path.push(token.clone()),
            }
        }
        if is_export {
            let name = name.or_else(|| path.last().cloned()).unwrap();
            self.exports.insert(name, path);
        } else {
            self.imports.push(path);
        }
    }
}

/// The parts between commas that are in no braces.
fn branches(tokens: &[String]) -> Vec<&[String]> {
    let (mut found, mut depth, mut start) = (Vec::new(), 0, 0);
    for (at, token) in tokens.iter().enumerate() {
        match token.as_str() {
            "{" => depth += 1,
            "}" => depth -= 1,
            "," if depth == 0 => {
                found.push(&tokens[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    found.push(&tokens[start..]);
    found.retain(|branch| !branch.is_empty());
    found
}

/// Tests inside a file see its private items: they are part of it.
fn without_inline_modules(tokens: Vec<String>) -> Vec<String> {
    let (mut found, mut at) = (Vec::new(), 0);
    while at < tokens.len() {
        if tokens[at] == "mod" && tokens.get(at + 2).is_some_and(|token| token == "{") {
            let mut depth = 0;
            at += 2;
            loop {
                match tokens[at].as_str() {
                    "{" => depth += 1,
                    "}" => depth -= 1,
                    _ => {}
                }
                at += 1;
                if depth == 0 {
                    break;
                }
            }
        } else {
            found.push(tokens[at].clone());
            at += 1;
        }
    }
    found
}

fn is_word(token: &str) -> bool {
    token.starts_with(|first: char| first.is_alphanumeric() || first == '_')
}

/// Words and signs, without comments, texts and letters in quotes.
fn tokens(text: &str) -> Vec<String> {
    let text: Vec<char> = text.chars().collect();
    let (mut found, mut at) = (Vec::new(), 0);
    let starts =
        |at: usize, what: &str| what.chars().enumerate().all(|(n, c)| text.get(at + n) == Some(&c));
    while at < text.len() {
        let first = text[at];
        if starts(at, "//") {
            while at < text.len() && text[at] != '\n' {
                at += 1;
            }
        } else if starts(at, "/*") {
            while at < text.len() && !starts(at, "*/") {
                at += 1;
            }
            at += 2;
        } else if let Some(end) = raw_text_end(&text, at).or_else(|| quoted_end(&text, at)) {
            at = end;
        } else if first.is_alphanumeric() || first == '_' {
            let start = at;
            while at < text.len() && (text[at].is_alphanumeric() || text[at] == '_') {
                at += 1;
            }
            found.push(text[start..at].iter().collect());
        } else if starts(at, "::") {
            found.push("::".to_owned());
            at += 2;
        } else {
            if !first.is_whitespace() {
                found.push(first.to_string());
            }
            at += 1;
        }
    }
    found
}

/// Behind `r"..."`, `r#"..."#` and the same with `b`, when one begins here.
fn raw_text_end(text: &[char], at: usize) -> Option<usize> {
    let begins_word = at == 0 || !(text[at - 1].is_alphanumeric() || text[at - 1] == '_');
    let after_b = at + usize::from(text[at] == 'b');
    if !begins_word || text.get(after_b) != Some(&'r') {
        return None;
    }
    let hashes = text[after_b + 1..].iter().take_while(|c| **c == '#').count();
    let mut end = after_b + 1 + hashes;
    if text.get(end) != Some(&'"') {
        return None;
    }
    loop {
        end += 1;
        let is_end = text.get(end)? == &'"'
            && text[end + 1..].iter().take(hashes).filter(|c| **c == '#').count() == hashes;
        if is_end {
            return Some(end + 1 + hashes);
        }
    }
}

/// Behind `"..."` or `'c'`, when one begins here. A lifetime is neither.
fn quoted_end(text: &[char], at: usize) -> Option<usize> {
    let quote = text[at];
    let is_letter =
        quote == '\'' && (text.get(at + 1) == Some(&'\\') || text.get(at + 2) == Some(&'\''));
    if quote != '"' && !is_letter {
        return None;
    }
    let mut end = at + 1;
    while text.get(end)? != &quote {
        end += if text[end] == '\\' { 2 } else { 1 };
    }
    Some(end + 1)
}

#[test]
fn paths_are_read_as_the_compiler_does() {
    let tokens = tokens(
        r##"//! use crate::no;
        use crate::{a::{self, B}, c as d}; pub use self::e::F;
        fn f<'a>() { let _ = ("crate::no", r#"use crate::"no";"#, '"', 'a'); super::g::h() }
        mod tests { use super::no; }"##,
    );
    let mut source = Source {
        path: String::new(),
        is_folder: false,
        imports: Vec::new(),
        exports: BTreeMap::new(),
    };
    source.collect(&without_inline_modules(tokens));
    let imports: Vec<String> = source.imports.iter().map(|path| path.join("::")).collect();
    assert_eq!(imports, ["crate::a", "crate::a::B", "crate::c", "super::g::h"]);
    assert_eq!(source.exports["F"].join("::"), "self::e::F");
}
