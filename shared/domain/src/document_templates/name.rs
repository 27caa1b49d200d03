//! Names of templates, and the paths they make.

use clerk_base::text::slugify;
use diesel::{dsl::sql, expression::SqlLiteral, sql_types::Text};

use crate::error::FieldError;

/// The width of the column of the path, in characters.
const MAX_PATH: usize = 256;
/// What SharePoint does not accept in a name.
const FORBIDDEN: [char; 9] = ['"', '*', ':', '<', '>', '?', '/', '\\', '|'];

/// The folder of a topic's templates in the library, as the original named it.
pub(super) fn folder(topic: &str) -> String {
    format!("templates/{}", slugify(topic))
}

/// The folder of a template and its name.
pub(super) fn parts(path: &str) -> (&str, &str) {
    path.rsplit_once('/').unwrap_or(("", path))
}

/// The name of a template in SQL: the last part of its path.
pub(super) fn name() -> SqlLiteral<Text> {
    sql::<Text>("substring(core_documenttemplate.file from '[^/]*$')")
}

/// What is wrong with a name for a file in `folder`.
pub(super) fn problem(attr: String, folder: &str, name: &str) -> Option<FieldError> {
    let wrong = |code, detail: String| Some(FieldError::new(attr.clone(), code, detail));
    let is_odd = |it: char| it.is_control() || FORBIDDEN.contains(&it);
    if name.contains(is_odd) || name.ends_with(['.', ' ']) || name.starts_with([' ', '~']) {
        return wrong("invalid", format!("SharePoint does not accept the name \"{name}\"."));
    }
    let longest = MAX_PATH.saturating_sub(folder.chars().count() + 1);
    if name.chars().count() > longest {
        return wrong("max_length", format!("A name may have {longest} characters at most."));
    }
    None
}

/// That there is a file of a name already.
pub(super) fn taken(attr: &'static str, name: &str) -> FieldError {
    FieldError::new(attr, "unique", format!("There is a template called \"{name}\" already."))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn topics_have_the_originals_folders() {
        assert_eq!(folder("REPAIRS"), "templates/repairs");
        assert_eq!(folder("EVICTION_ARREARS"), "templates/eviction_arrears");
    }

    #[test]
    fn names_are_what_sharepoint_accepts() {
        let code =
            |name: &str| problem("name".into(), "templates/x", name).map(|problem| problem.code);
        for good in ["Letter #1 (50%).docx", "é.pdf", "a"] {
            assert_eq!(code(good), None, "{good}");
        }
        for bad in ["a/b", "..", "a\\b", "a:b", "what?.docx", "a\0", "a.", "~$a.docx", "a\n"] {
            assert_eq!(code(bad), Some("invalid"), "{bad}");
        }
        assert_eq!(code(&"a".repeat(244)), None);
        assert_eq!(code(&"a".repeat(245)), Some("max_length"));
    }
}
