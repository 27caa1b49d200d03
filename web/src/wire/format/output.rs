//! [`output`]: what we send of a resource, one line a field.
//!
//! The domain's row is taken apart without `..`, so a column that is new there is either shown or
//! named as not shown: otherwise it does not compile. The order of the lines is the order in JSON.

/// Declares what is sent of a row.
///
/// ```ignore
/// output! {
///     /// Somebody we help.
///     pub struct Client = new(client: clients::Client, now: DateTime<Utc>) {
///         first_name: String,
///         date_of_birth: Option<String> = date_of_birth.map(date::day),
///         r#type (type_): String,
///         age: Option<i64> => client.age(now),
///     }
///     not shown { created_at }
/// }
/// ```
///
/// - `name: Type` is the column of that name; `= ..` makes it of that column.
/// - `name (column): Type` is a column that is called otherwise in the domain.
/// - `name: Type => ..` is no column: it is made of the whole row and what came with it.
/// - `not shown { .. }` names the other columns. When one is missing in both places, the compiler says
///   "pattern requires `..` due to inaccessible fields".
/// - `= new(..)` gives a function of that name, `= from(..)` an implementation of [`From`].
macro_rules! output {
    (
        $(#[$meta:meta])*
        pub struct $name:ident = $make:ident($row:ident: $source:path $(, $arg:ident: $arg_type:ty)*) {
            $($fields:tt)*
        }
        $(not shown { $($hidden:ident),* $(,)? })?
    ) => {
        output!(
            @fields
            { [$(#[$meta])*] $name $make [$row] [$source] [$($arg: $arg_type),*] [$($($hidden)*)?] }
            [] [] [] [] []
            $($fields)*
        );
    };

    // One line after the other is sorted into: fields of the struct, columns of the row, what is made
    // before the row is taken apart, what is made of a column, and names of all fields.
    (
        @fields $head:tt
        [$($struct:tt)*] [$($columns:ident)*] [$($before:tt)*] [$($after:tt)*] [$($all:ident)*]
        $(#[$meta:meta])* $field:ident: $type:ty => $value:expr, $($rest:tt)*
    ) => {
        output!(
            @fields $head
            [$($struct)* $(#[$meta])* pub $field: $type,]
            [$($columns)*]
            [$($before)* let $field = $value;]
            [$($after)*]
            [$($all)* $field]
            $($rest)*
        );
    };
    (
        @fields $head:tt
        [$($struct:tt)*] [$($columns:ident)*] [$($before:tt)*] [$($after:tt)*] [$($all:ident)*]
        $(#[$meta:meta])* $field:ident: $type:ty $(= $value:expr)?, $($rest:tt)*
    ) => {
        output!(
            @fields $head
            [$($struct)* $(#[$meta])* pub $field: $type,]
            [$($columns)* $field]
            [$($before)*]
            [$($after)* $(let $field = $value;)?]
            [$($all)* $field]
            $($rest)*
        );
    };
    (
        @fields $head:tt
        [$($struct:tt)*] [$($columns:ident)*] [$($before:tt)*] [$($after:tt)*] [$($all:ident)*]
        $(#[$meta:meta])* $field:ident ($column:ident): $type:ty $(= $value:expr)?, $($rest:tt)*
    ) => {
        output!(
            @fields $head
            [$($struct)* $(#[$meta])* pub $field: $type,]
            [$($columns)* $column]
            [$($before)*]
            [$($after)* $(let $column = $value;)? let $field = $column;]
            [$($all)* $field]
            $($rest)*
        );
    };

    (
        @fields
        { [$($meta:tt)*] $name:ident from [$row:ident] [$source:path] [] [$($hidden:ident)*] }
        [$($struct:tt)*] [$($columns:ident)*] [$($before:tt)*] [$($after:tt)*] [$($all:ident)*]
    ) => {
        #[derive(Debug, serde::Serialize, utoipa::ToSchema)]
        $($meta)*
        pub struct $name { $($struct)* }

        impl From<$source> for $name {
            fn from($row: $source) -> Self {
                $($before)*
                let $source { $($columns,)* $($hidden: _,)* } = $row;
                $($after)*
                Self { $($all),* }
            }
        }
    };
    (
        @fields
        {
            [$($meta:tt)*] $name:ident $make:ident [$row:ident] [$source:path]
            [$($arg:ident: $arg_type:ty),*] [$($hidden:ident)*]
        }
        [$($struct:tt)*] [$($columns:ident)*] [$($before:tt)*] [$($after:tt)*] [$($all:ident)*]
    ) => {
        #[derive(Debug, serde::Serialize, utoipa::ToSchema)]
        $($meta)*
        pub struct $name { $($struct)* }

        impl $name {
            /// What is shown of a row.
            #[must_use]
            pub fn $make($row: $source $(, $arg: $arg_type)*) -> Self {
                $($before)*
                let $source { $($columns,)* $($hidden: _,)* } = $row;
                $($after)*
                Self { $($all),* }
            }
        }
    };
}

pub(crate) use output;
