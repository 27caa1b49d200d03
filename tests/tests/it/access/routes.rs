//! The routes, of which the framework has no list.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
};

use clerk_tests::{api_document, cluster::workspace};

fn source(path: &str) -> String {
    fs::read_to_string(workspace().join(path)).unwrap()
}

/// The constants that name an address.
fn constants() -> BTreeMap<String, String> {
    let files = ["shared/base/src/urls.rs", "web/src/handlers/login/google.rs"];
    let text = files.map(source).concat();
    text.lines()
        .filter_map(|line| line.strip_prefix("pub const ")?.split_once(": &str = "))
        .map(|(name, value)| (name.to_owned(), value.trim_matches(['"', ';']).to_owned()))
        .collect()
}

/// Method and [`shape`] of every route: those of the API document, and those that the route table
/// writes out.
pub fn all() -> BTreeSet<(String, String)> {
    let constants = constants();
    let text = source("web/src/routes.rs");
    let text = &text[text.find("pub fn configure").unwrap()..];
    let mut found: BTreeSet<_> = api_document::operations()
        .into_iter()
        .map(|operation| (operation.method.to_uppercase(), shape(&operation.path)))
        .collect();
    for service in text.split(".service(").skip(1) {
        let service = without_comments(service);
        let Some((kind, rest)) = service.trim_start().split_once('(') else { continue };
        if !matches!(kind.trim(), "resource" | "page") {
            // A redirect.
            let target = rest.split(',').next().unwrap().trim().trim_matches('"');
            found.insert(("GET".to_owned(), shape(target)));
            continue;
        }
        let (arguments, rest) = rest.split_once(".route(").unwrap_or((rest, ""));
        let quoted = arguments.split('"').skip(1).step_by(2).map(str::to_owned);
        let mut patterns: Vec<String> = quoted.collect();
        if patterns.is_empty() {
            let (_, name) = arguments.split_once("::").expect("an address or a constant");
            let is_name = |letter: &char| letter.is_ascii_alphanumeric() || *letter == '_';
            patterns.push(constants[&name.chars().take_while(is_name).collect::<String>()].clone());
        }
        for route in format!(".route({rest}").split(".route(").skip(1) {
            let method = route.split('(').next().unwrap().trim().to_uppercase();
            for pattern in &patterns {
                found.insert((method.clone(), shape(pattern)));
            }
        }
    }
    found
}

fn without_comments(text: &str) -> String {
    let lines = text.lines().filter(|line| !line.trim_start().starts_with("//"));
    lines.collect::<Vec<_>>().join("\n")
}

/// Whether a path has this shape; a parameter stands for anything.
pub fn fits(shape: &str, path: &str) -> bool {
    let (shape, path): (Vec<_>, Vec<_>) = (shape.split('/').collect(), path.split('/').collect());
    shape.len() == path.len() && shape.iter().zip(&path).all(|(a, b)| a == b || *a == "{}")
}

/// A path without its parameters, whatever they have to look like.
pub fn shape(path: &str) -> String {
    let mut shape = String::new();
    let mut depth = 0;
    for letter in path.chars() {
        match letter {
            '{' => depth += 1,
            '}' if depth == 1 => {
                depth = 0;
                shape.push_str("{}");
            }
            '}' => depth -= 1,
            _ if depth == 0 => shape.push(letter),
            _ => {}
        }
    }
    shape
}
