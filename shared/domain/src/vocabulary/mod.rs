//! The office's words: the values of stages, topics, outcomes and the like as they are stored, with the
//! labels that people see. One file for each record that has such values.

pub mod case_events;
pub mod cases;
pub mod clients;
pub mod dates;
pub mod email_templates;
pub mod notes;
pub mod notification_templates;
pub mod people;
pub mod services;
pub mod tenancies;
pub mod topics;

/// A list of `(value, label)`, in the order in which it is offered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Choices(pub &'static [(&'static str, &'static str)]);

impl Choices {
    /// The label of a value, when the value is in the list.
    #[must_use]
    pub fn label(self, value: &str) -> Option<&'static str> {
        self.0.iter().find(|(known, _)| *known == value).map(|(_, label)| *label)
    }

    /// What to show for a stored value: its label, or the value itself when the list does not know
    /// it. Old rows hold such values, and they must stay readable.
    #[must_use]
    pub fn display(self, value: &str) -> &str {
        self.label(value).unwrap_or(value)
    }

    /// Whether the value is in the list.
    #[must_use]
    pub fn contains(self, value: &str) -> bool {
        self.label(value).is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_value_shows_as_itself() {
        const COLOURS: Choices = Choices(&[("RED", "Red"), ("BLUE", "Light blue")]);
        assert_eq!(COLOURS.display("BLUE"), "Light blue");
        assert_eq!(COLOURS.display("GREEN"), "GREEN");
        assert!(!COLOURS.contains("red"));
    }
}
