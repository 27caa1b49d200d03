//! The office's words: the values of stages, topics, outcomes and the like as they are stored, with the
//! labels that people see. One file for each record that has such values.
//!
//! Values that a rule looks at are a type; of others there is only the list.

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
mod word;

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
    #[test]
    fn every_code_is_a_value_and_every_value_has_a_code() {
        fn check<W: Word>(choices: Choices, expected: usize) {
            assert_eq!(choices.0.len(), expected);
            for (code, _) in choices.0 {
                let word = W::from((*code).to_owned());
                assert_eq!(word.as_ref(), *code);
                assert!(!format!("{word:?}").starts_with("Unlisted"), "{code}");
            }
        }
        trait Word: From<String> + AsRef<str> + std::fmt::Debug {}
        impl<W: From<String> + AsRef<str> + std::fmt::Debug> Word for W {}

        check::<cases::Topic>(cases::Topic::CHOICES, 7);
        check::<cases::Topic>(cases::ACTIVE_TOPIC, 5);
        check::<cases::Stage>(cases::Stage::CHOICES, 8);
        check::<cases::Outcome>(cases::Outcome::CHOICES, 7);
        check::<cases::CaseEventType>(cases::CaseEventType::CHOICES, 4);
        check::<dates::DateType>(dates::DateType::CHOICES, 5);
        check::<notes::NoteType>(notes::NoteType::CHOICES, 9);
        check::<notes::NoteType>(notes::WRITTEN_TYPE, 7);
        check::<services::ServiceType>(services::ServiceType::CHOICES, 8);
        check::<services::ServiceType>(services::ServiceCategory::Discrete.types(), 5);
        check::<services::ServiceType>(services::ServiceCategory::Ongoing.types(), 3);
        check::<services::ServiceCategory>(services::ServiceCategory::CHOICES, 2);
        check::<services::ServiceEventType>(services::ServiceEventType::CHOICES, 3);
        check::<notification_templates::Trigger>(notification_templates::Trigger::CHOICES, 1);
        check::<notification_templates::Channel>(notification_templates::Channel::CHOICES, 1);
        check::<notification_templates::Target>(notification_templates::Target::CHOICES, 2);
        check::<cases::Topic>(Choices(&email_templates::TOPIC.0[1..]), 7);
        check::<cases::Topic>(Choices(&notification_templates::TOPIC.0[1..]), 5);
    }

    #[test]
    fn a_code_of_an_old_row_is_kept() {
        let stage = cases::Stage::from("LIMBO".to_owned());
        assert_eq!(stage, cases::Stage::Unlisted("LIMBO".to_owned()));
        assert_eq!((stage.code(), stage.label()), ("LIMBO", "LIMBO"));
        assert_eq!(String::from(stage), "LIMBO");
        // Two words that look like the name of what is not listed.
        assert_eq!(cases::Outcome::from("UNKNOWN".to_owned()), cases::Outcome::Unknown);
        assert_eq!(cases::Topic::from("OTHER".to_owned()), cases::Topic::Other);
        assert_eq!(cases::Stage::default().code(), "");
    }
}
