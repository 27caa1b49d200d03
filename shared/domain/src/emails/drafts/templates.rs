//! Variables in the templates of emails.
//!
//! A variable is a name in doubled braces, `{{ fileref }}`, and nothing else: there are no expressions,
//! conditions or loops, so there is nothing in a template that could run.

use std::{collections::HashMap, sync::LazyLock};

use chrono::{DateTime, Utc};
use clerk_base::{
    clock::local,
    text::{escape_html, title},
};
use clerk_store::db::Connection;
use regex::{Captures, Regex};

use crate::{
    access::CaseRow,
    accounts::Profile,
    cases::{Case, assemble},
    email_templates::{EmailTemplate, for_topic},
    emails::case_address,
    error::{DomainError, Result},
    office_closures::long_date,
};

static VARIABLE: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"\{\{\s*([a-z_]{1,40})\s*\}\}").ok());
static TAG: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?i)</?(a|b|br|div|em|h[1-6]|i|li|ol|p|span|strong|table|td|tr|u|ul)\b[^>]*>").ok()
});

/// What the variables of a case's emails stand for.
#[derive(Clone, Debug, Default)]
pub struct Variables(HashMap<&'static str, String>);

/// The templates for a case, oldest first, with their variables filled in. `domain` is that of the
/// cases' addresses.
pub async fn for_case(
    conn: &mut Connection,
    case: CaseRow,
    domain: &str,
    now: DateTime<Utc>,
) -> Result<Vec<EmailTemplate>> {
    let templates = for_topic(conn, &case.topic).await?;
    let case = assemble(conn, vec![case]).await?.pop().ok_or(DomainError::NotFound)?;
    let address = case_address(case.row.id, domain);
    let variables = Variables::of(&case, &address, local(now).date_naive());
    let fill = |template: EmailTemplate| EmailTemplate {
        subject: variables.fill(&template.subject),
        text: variables.fill(&template.text),
        ..template
    };
    Ok(templates.into_iter().map(fill).collect())
}

impl Variables {
    /// The variables of a case. `case_address` is where mail about it arrives, `today` the day at the
    /// office.
    #[must_use]
    pub fn of(case: &Case, case_address: &str, today: chrono::NaiveDate) -> Self {
        let name = |person: &Option<Profile>| {
            person.as_ref().map(|person| title(&person.full_name())).unwrap_or_default()
        };
        let client = &case.client;
        let home = &case.tenancy.row;
        let home = [Some(&home.address), home.suburb.as_ref(), home.postcode.as_ref()];
        let home =
            home.into_iter().flatten().map(|part| one_line(part)).filter(|part| !part.is_empty());
        let all = [
            ("client_name", client.full_name()),
            ("client_first_name", client.first_name.clone()),
            ("fileref", case.row.fileref.clone()),
            ("case_address", case_address.to_owned()),
            ("paralegal_name", name(&case.paralegal)),
            ("lawyer_name", name(&case.lawyer)),
            ("home_address", home.collect::<Vec<_>>().join(", ")),
            ("today", long_date(today)),
        ];
        let all = all.into_iter().map(|(name, value)| (name, one_line(&value)));
        Self(all.filter(|(_, value)| !value.is_empty()).collect())
    }

    /// A template with its variables filled in; where it is HTML, they are escaped. A name that means
    /// nothing, or that this case has no value for, stays as it is, so that the writer sees it.
    #[must_use]
    pub fn fill(&self, template: &str) -> String {
        let (Some(variable), Some(tag)) = (VARIABLE.as_ref(), TAG.as_ref()) else {
            return template.to_owned();
        };
        let is_html = tag.is_match(template);
        let value = |found: &Captures<'_>| {
            let place = found.get(0).map_or("", |place| place.as_str());
            match found.get(1).and_then(|name| self.0.get(name.as_str())) {
                Some(value) if is_html => escape_html(value),
                Some(value) => value.clone(),
                None => place.to_owned(),
            }
        };
        variable.replace_all(template, value).into_owned()
    }
}

/// A value cannot bring lines of its own into a text.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fill(template: &str) -> String {
        let values = [("fileref", "R0001"), ("client_name", "A <b>& {{ fileref }}")];
        Variables(values.map(|(name, value)| (name, value.to_owned())).into()).fill(template)
    }

    #[test]
    fn variables_are_filled_in() {
        assert_eq!(fill("Case {{fileref}}: {{  fileref }}"), "Case R0001: R0001");
        assert_eq!(fill("Dear {{ client_name }}"), "Dear A <b>& {{ fileref }}");
        assert_eq!(
            fill("<p>Dear {{ client_name }}</p>"),
            "<p>Dear A &lt;b&gt;&amp; {{ fileref }}</p>"
        );
    }

    #[test]
    fn everything_else_stays_as_it_is() {
        for text in [
            "",
            "no variables\n\n ",
            "{{ paralegal_name }} {{ unknown }} {{",
            "{ fileref } {{ file ref }} {{ fileref|upper }} {{ 7*7 }} {% include 'x' %} {# x #}",
            "}}{{ }} {{FILEREF}} {{ fileref }",
        ] {
            assert_eq!(fill(text), text);
        }
    }
}
