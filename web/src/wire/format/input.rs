//! [`input`]: the bodies that a resource is made and changed with, one line a field.
//!
//! The same line reads the field, with everything wrong reported at once, and describes it in the API
//! document. The reader fills the domain's struct by a literal without `..`, so a column that is new
//! there and has no line here does not compile.

/// Declares what is sent to us of a resource.
///
/// ```ignore
/// input! {
///     fields {
///         first_name: text(150).required(),
///         /// `DD/MM/YYYY`.
///         date_of_birth: local_day().blank_is_null(),
///     }
///
///     /// What is changed of a client.
///     update ClientInput as "ClientUpdate" => clients::ClientInput;
///     /// A client to add.
///     create NewClient as "ClientCreate" => clients::NewClient;
/// }
/// ```
///
/// - Each `update` and `create` is a type: `ClientInput::read(body)?` gives a `clients::ClientInput`,
///   `ClientInput::fields(&mut body)` does so for a part of a body, and the API document has it under
///   the name after `as`. In an `update` every field may be left out, and the domain's fields are
///   options.
/// - Fields that only one of them has stand in braces after the domain's type.
/// - `, ignoring { age: Long }` lists what we send and take back without looking at it.
/// - `type_ as "type": ..` is a field that the domain calls otherwise.
/// - `fields, never null { .. }`: what may be left out may not be null either, and the API document
///   says so.
macro_rules! input {
    (fields, never null $fields:tt $($forms:tt)+) => {
        input!(@forms NotNull $fields $($forms)+);
    };
    (fields $fields:tt $($forms:tt)+) => {
        input!(@forms OrNull $fields $($forms)+);
    };

    (@forms $optional:ident $fields:tt
     $($(#[doc = $doc:literal])* $form:ident $name:ident as $schema:literal => $target:path
        $({ $($own:tt)* })? $(, ignoring { $($ignored:tt)* })?;)+) => {
        $(input!(
            @join $form $optional [$($doc),*] $name $schema [$target]
            [$($($ignored)*)?] [$($($own)*)?] $fields
        );)+
    };

    // The fields of one type in one list: its own, then those that all of them have.
    (@join $form:ident $optional:ident $doc:tt $name:ident $schema:literal $target:tt $ignored:tt
     [$($own:tt)*] { $($fields:tt)* }) => {
        input!(
            @$form $optional $doc $name $schema $target $ignored
            $($own)* $($fields)*
        );
    };

    (@update $($rest:tt)*) => { input!(@type read_change property $($rest)*); };
    (@create $($rest:tt)*) => { input!(@type read_new property_if_new $($rest)*); };

    (@type $read:ident $property:ident
     $optional:ident [$($doc:literal),*] $name:ident $schema:literal [$target:path]
     [$($(#[doc = $ignored_doc:literal])* $ignored:ident: $kind:ident),* $(,)?]
     $($(#[doc = $field_doc:literal])* $field:ident $(as $wire:literal)?: $spec:expr),* $(,)?) => {
        $(#[doc = $doc])*
        #[derive(Debug)]
        pub struct $name;

        impl $name {
            /// Reads a whole body.
            ///
            /// # Errors
            /// 400 with everything wrong.
            pub fn read(
                mut body: $crate::wire::format::body::Body,
            ) -> $crate::error::ApiResult<$target> {
                let input = Self::fields(&mut body);
                body.finish()?;
                Ok(input)
            }

            /// Reads its fields out of a body that has others too, or is part of another.
            pub fn fields(body: &mut $crate::wire::format::body::Body) -> $target {
                $target { $($field: $spec.$read(body, input!(@name $field $($wire)?)),)* }
            }

            /// What the API document says of its fields.
            #[must_use]
            pub fn properties() -> Vec<$crate::wire::format::schema::Property> {
                let optional = $crate::wire::format::schema::Optional::$optional;
                let fields = [$(
                    $spec.$property(input!(@name $field $($wire)?), &[$($field_doc),*], optional),
                )*];
                let ignored: Vec<$crate::wire::format::schema::Property> = vec![$(
                    $crate::wire::format::schema::Kind::$kind.ignored(stringify!($ignored), &[$($ignored_doc),*]),
                )*];
                fields.into_iter().flatten().chain(ignored).collect()
            }
        }

        impl utoipa::PartialSchema for $name {
            fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::Schema> {
                $crate::wire::format::schema::object(&[$($doc),*], Self::properties())
            }
        }

        impl utoipa::ToSchema for $name {
            fn name() -> std::borrow::Cow<'static, str> {
                std::borrow::Cow::Borrowed($schema)
            }
        }
    };

    (@name $field:ident) => { stringify!($field) };
    (@name $field:ident $wire:literal) => { $wire };
}

pub(crate) use input;
