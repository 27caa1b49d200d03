//! Checks that `docs/tables.md` describes every table and column of the schema, and no other.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use regex::Regex;

/// Columns by `table.column`: type as the page writes it, and meaning.
type Columns = BTreeMap<String, (String, String)>;

/// The repository: the first folder upwards that has `docs/`.
fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().find(|folder| folder.join("docs/tables.md").is_file()).unwrap().to_owned()
}

/// The columns that the `table!` declarations beside this file list.
fn declared() -> Columns {
    let table =
        Regex::new(r"(?s)diesel::table! \{\s+([\w.]+) \([\w, ]+\) \{(.*?)\n    \}").unwrap();
    let column = Regex::new(r#"(?:#\[sql_name = "(\w+)"\]\s+)?(\w+) -> ([\w<>]+),"#).unwrap();
    let mut columns = Columns::new();
    for source in [include_str!("original.rs"), include_str!("clerk.rs")] {
        for found in table.captures_iter(source) {
            for row in column.captures_iter(&found[2]) {
                let name = row.get(1).map_or(&row[2], |sql_name| sql_name.as_str());
                let key = format!("{}.{name}", &found[1]);
                columns.insert(key, (kind(&row[3]), String::new()));
            }
        }
    }
    columns
}

/// The page's words for a type of Diesel.
fn kind(diesel: &str) -> String {
    let inner = |outer: &str| diesel.strip_prefix(outer)?.strip_suffix('>');
    if let Some(inner) = inner("Nullable<") {
        return format!("{}, null", kind(inner));
    }
    if let Some(inner) = inner("Array<") {
        return format!("list of {}", kind(inner));
    }
    match diesel {
        "Text" | "Varchar" => "text",
        "Timestamptz" => "time",
        "Date" => "day",
        "Bool" => "yes/no",
        "Int2" | "Int4" | "Int8" => "number",
        "Uuid" => "UUID",
        "Jsonb" => "JSON",
        "Bytea" => "bytes",
        other => panic!("docs/tables.md has no word for {other} yet: choose one here"),
    }
    .to_owned()
}

/// The columns that the page describes, without the lengths of texts.
fn described() -> Columns {
    let page = fs::read_to_string(root().join("docs/tables.md")).unwrap();
    let heading = Regex::new(r"^### `([\w.]+)`$").unwrap();
    let row = Regex::new(r"^\| `(\w+)` \|([^|]*)\|([^|]*)\|$").unwrap();
    let length = Regex::new(r"text \d+").unwrap();
    let mut columns = Columns::new();
    let mut table = None;
    for line in page.lines() {
        if let Some(found) = heading.captures(line) {
            table = Some(found[1].to_owned());
        } else if let Some(found) = row.captures(line) {
            let table = table.as_ref().expect("a row before the first table");
            let kind = length.replace(found[2].trim(), "text").into_owned();
            let known = columns
                .insert(format!("{table}.{}", &found[1]), (kind, found[3].trim().to_owned()));
            assert!(known.is_none(), "described twice: {table}.{}", &found[1]);
        }
    }
    columns
}

#[test]
fn every_column_is_described() {
    let (declared, described) = (declared(), described());
    assert!(declared.len() > 300, "the patterns find too little: {declared:?}");
    let missing: Vec<_> = declared.keys().filter(|name| !described.contains_key(*name)).collect();
    assert!(missing.is_empty(), "not in docs/tables.md: {missing:?}");
    let gone: Vec<_> = described.keys().filter(|name| !declared.contains_key(*name)).collect();
    assert!(gone.is_empty(), "in docs/tables.md, but not in the schema: {gone:?}");
}

#[test]
fn descriptions_fit_their_columns() {
    let declared = declared();
    for (name, (kind, meaning)) in described() {
        assert_eq!(Some(&kind), declared.get(&name).map(|(kind, _)| kind), "type of {name}");
        assert!(!meaning.is_empty(), "{name} has no meaning");
        let explains_null = meaning.to_lowercase().contains("null");
        assert!(!kind.ends_with(", null") || explains_null, "what does null mean in {name}?");
    }
}
