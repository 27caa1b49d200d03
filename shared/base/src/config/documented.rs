//! Checks that `docs/configuration.md` lists every variable, and no other.

use std::{collections::BTreeSet, fs, path::Path};

use regex::Regex;

fn names(text: &str, pattern: &str) -> BTreeSet<String> {
    let pattern = Regex::new(pattern).unwrap();
    pattern.captures_iter(text).map(|found| found[1].to_owned()).collect()
}

#[test]
fn every_variable_is_documented() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut read = BTreeSet::new();
    for entry in fs::read_dir(root.join("src/config")).unwrap() {
        let path = entry.unwrap().path();
        if path.ends_with("documented.rs") {
            continue;
        }
        let text = fs::read_to_string(path).unwrap();
        read.extend(names(&text, r#""([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+|PG[A-Z]+)""#));
    }
    assert!(read.len() > 50, "the pattern finds too little: {read:?}");
    let document = fs::read_to_string(root.join("../../docs/configuration.md")).unwrap();
    let documented = names(&document, "`([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+|PG[A-Z]+)`");
    let missing: Vec<_> = read.difference(&documented).collect();
    assert!(missing.is_empty(), "not in docs/configuration.md: {missing:?}");
    let gone: Vec<_> = documented.difference(&read).collect();
    assert!(gone.is_empty(), "documented, but not read: {gone:?}");
}
