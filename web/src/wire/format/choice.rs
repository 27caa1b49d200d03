//! Choice objects: what is chosen, how to show it, and what else there is to choose. Written back,
//! a choice is the bare value.

use std::sync::Arc;

use clerk_domain::vocabulary::Choices;
use serde::{Serialize, Serializer, ser::SerializeSeq};
use utoipa::ToSchema;

/// One value of a list.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = TextChoiceField)]
pub struct Choice {
    /// Label of what is chosen, blank for nothing.
    pub display: String,
    value: String,
    /// Pairs of value and label.
    #[schema(value_type = Vec<[String; 2]>)]
    choices: Offer,
}

/// Several values of a list.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = TextChoiceListField)]
pub struct ChoiceList {
    /// Labels of what is chosen.
    pub display: String,
    value: Vec<String>,
    /// Pairs of value and label.
    #[schema(value_type = Vec<[String; 2]>)]
    choices: Offer,
}

/// Several groups of accounts; value and label are the same.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = UserGroups)]
pub struct Groups {
    display: String,
    value: Vec<String>,
    #[serde(serialize_with = "pairs")]
    #[schema(value_type = Vec<[String; 2]>)]
    choices: Arc<[String]>,
}

/// What there is to choose, with a blank first where nothing may be chosen.
#[derive(Clone, Copy, Debug)]
struct Offer {
    choices: Choices,
    allows_blank: bool,
}

/// How the choices of a list are joined.
const SEPARATOR: &str = " | ";
/// How a blank is offered.
const BLANK: (&str, &str) = ("", "-");

impl Choice {
    /// A field that always has a value once it is set.
    #[must_use]
    pub fn new(choices: Choices, value: &str) -> Self {
        Self::with(Offer { choices, allows_blank: false }, value)
    }

    /// A field that may be emptied again.
    #[must_use]
    pub fn or_blank(choices: Choices, value: &str) -> Self {
        Self::with(Offer { choices, allows_blank: true }, value)
    }

    fn with(offer: Offer, value: &str) -> Self {
        let display = offer.choices.display(value).to_owned();
        Self { display, value: value.to_owned(), choices: offer }
    }
}

impl ChoiceList {
    /// A field with any number of values.
    #[must_use]
    pub fn new(choices: Choices, values: &[String]) -> Self {
        let labels: Vec<&str> = values.iter().map(|value| choices.display(value)).collect();
        Self {
            display: labels.join(SEPARATOR),
            value: values.to_vec(),
            choices: Offer { choices, allows_blank: false },
        }
    }
}

impl Groups {
    /// The groups of an account among all groups.
    #[must_use]
    pub fn new(groups: &[String], all: &Arc<[String]>) -> Self {
        Self { display: groups.join(SEPARATOR), value: groups.to_vec(), choices: Arc::clone(all) }
    }
}

impl Serialize for Offer {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let blank = self.allows_blank.then_some(BLANK);
        let mut list = serializer.serialize_seq(None)?;
        for pair in blank.iter().chain(self.choices.0) {
            list.serialize_element(pair)?;
        }
        list.end()
    }
}

fn pairs<S: Serializer>(names: &Arc<[String]>, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(names.iter().map(|name| (name, name)))
}

#[cfg(test)]
mod tests {
    use serde_json::{json, to_value};

    use super::*;

    const COLOURS: Choices = Choices(&[("RED", "Red"), ("BLUE", "Light blue")]);

    #[test]
    fn one_value() {
        assert_eq!(
            to_value(Choice::new(COLOURS, "BLUE")).unwrap(),
            json!({"display": "Light blue", "value": "BLUE", "choices": [["RED", "Red"], ["BLUE", "Light blue"]]})
        );
        assert_eq!(
            to_value(Choice::or_blank(COLOURS, "")).unwrap(),
            json!({"display": "", "value": "", "choices": [["", "-"], ["RED", "Red"], ["BLUE", "Light blue"]]})
        );
        assert_eq!(to_value(Choice::new(COLOURS, "PUCE")).unwrap()["display"], "PUCE");
    }

    #[test]
    fn several_values() {
        let both = ["BLUE".to_owned(), "PUCE".to_owned()];
        let list = to_value(ChoiceList::new(COLOURS, &both)).unwrap();
        assert_eq!(list["display"], "Light blue | PUCE");
        assert_eq!(list["value"], json!(["BLUE", "PUCE"]));
        let all: Arc<[String]> = ["Admin".to_owned(), "Lawyer".to_owned()].into();
        assert_eq!(
            to_value(Groups::new(&all[..1], &all)).unwrap(),
            json!({"display": "Admin", "value": ["Admin"], "choices": [["Admin", "Admin"], ["Lawyer", "Lawyer"]]})
        );
    }
}
