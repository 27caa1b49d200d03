//! The environment, chosen by the original's `DJANGO_SETTINGS_MODULE`.

use super::source::{Problems, Source};

/// The original's four settings modules.
#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::IntoStaticStr)]
#[strum(serialize_all = "lowercase")]
pub enum Environment {
    /// `clerk.settings.dev`, and the default when nothing is set.
    Development,
    /// `clerk.settings.test`.
    Test,
    /// `clerk.settings.staging`.
    Staging,
    /// `clerk.settings.prod`.
    Production,
}

impl Environment {
    pub(super) fn read(source: &Source, problems: &mut Problems) -> Self {
        match source.get("DJANGO_SETTINGS_MODULE").as_deref() {
            None | Some("clerk.settings.dev") => Self::Development,
            Some("clerk.settings.test") => Self::Test,
            Some("clerk.settings.staging") => Self::Staging,
            Some("clerk.settings.prod") => Self::Production,
            Some(_) => {
                problems.add(
                    "DJANGO_SETTINGS_MODULE: expected clerk.settings.dev, .test, .staging or .prod",
                );
                Self::Production
            }
        }
    }

    /// The name the original gave to Sentry and to the front end.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.into()
    }

    /// Whether real people's data may be behind it.
    #[must_use]
    pub const fn is_deployed(self) -> bool {
        matches!(self, Self::Staging | Self::Production)
    }
}
