//! [`words`]: the values of a column as a type.

/// Declares the values of a text column, each with its code in the database and on the wire and the
/// label that people see. The order is the one in which they are offered.
///
/// ```ignore
/// words! {
///     /// How far a case has come: `core_issue.stage`.
///     pub enum Stage {
///         Unstarted: "UNSTARTED" => "Not started",
///     }
/// }
/// ```
///
/// A code that is in no list is kept as `Unlisted`, since old rows hold such values and have to stay
/// readable and writable. Columns of rows, inputs and new rows can have the type itself.
macro_rules! words {
    ($($(#[$meta:meta])* pub enum $name:ident {
        $($variant:ident: $code:literal => $label:literal,)+
    })+) => {$(
        $(#[$meta])*
        #[derive(
            Clone, Debug, PartialEq, Eq, Hash,
            strum::AsRefStr, strum::EnumString,
            diesel::expression::AsExpression, diesel::deserialize::FromSqlRow,
        )]
        #[diesel(sql_type = diesel::sql_types::Text)]
        pub enum $name {
            $(
                #[doc = $label]
                #[strum(serialize = $code)]
                $variant,
            )+
            /// A value of an old row; blank where nothing was chosen.
            #[strum(default, transparent)]
            Unlisted(String),
        }

        impl $name {
            /// Every value with its label, as it is offered.
            pub const CHOICES: $crate::vocabulary::Choices =
                $crate::vocabulary::Choices(&[$(($code, $label)),+]);

            /// The code in the database and on the wire.
            #[must_use]
            pub fn code(&self) -> &str {
                self.as_ref()
            }

            /// What people see: the code itself where there is no label.
            #[must_use]
            pub fn label(&self) -> &str {
                Self::CHOICES.display(self.code())
            }

            /// The code and the label, for a list with a part of the values.
            #[must_use]
            pub const fn choice(&self) -> (&'static str, &'static str) {
                match self {
                    $(Self::$variant => ($code, $label),)+
                    Self::Unlisted(_) => ("", ""),
                }
            }
        }

        impl Default for $name {
            fn default() -> Self {
                Self::Unlisted(String::new())
            }
        }

        impl From<String> for $name {
            fn from(code: String) -> Self {
                code.parse().unwrap_or(Self::Unlisted(code))
            }
        }

        impl From<$name> for String {
            fn from(value: $name) -> Self {
                match value {
                    $name::Unlisted(code) => code,
                    listed => listed.code().to_owned(),
                }
            }
        }

        impl diesel::serialize::ToSql<diesel::sql_types::Text, diesel::pg::Pg> for $name {
            fn to_sql<'b>(
                &'b self,
                out: &mut diesel::serialize::Output<'b, '_, diesel::pg::Pg>,
            ) -> diesel::serialize::Result {
                <str as diesel::serialize::ToSql<diesel::sql_types::Text, diesel::pg::Pg>>::to_sql(
                    self.code(),
                    out,
                )
            }
        }

        impl diesel::deserialize::FromSql<diesel::sql_types::Text, diesel::pg::Pg> for $name {
            fn from_sql(bytes: diesel::pg::PgValue<'_>) -> diesel::deserialize::Result<Self> {
                <String as diesel::deserialize::FromSql<
                    diesel::sql_types::Text,
                    diesel::pg::Pg,
                >>::from_sql(bytes)
                .map(Self::from)
            }
        }
    )+};
}

pub(crate) use words;
