//! One declaration for the columns of a table that people fill in.
//!
//! A row as it is read, what is changed of it and what a new one is made of have the same columns in
//! three shapes: `String`, `Option<String>` ("leave it as it is") and `String` again. Written three
//! times, a new column is easily forgotten in one of them, and nothing notices.

/// Declares the structs of a table by its columns.
///
/// ```ignore
/// record! {
///     table core_client {
///         first_name: String,
///         date_of_birth: Option<DateTime<Utc>>,
///         call_times: Vec<String> as TextList,
///     }
///
///     /// Somebody who came to us.
///     row Client { id: Uuid };
///     /// What is changed of a client; `None` leaves a column as it is.
///     input ClientInput;
///     /// A client to add.
///     new NewClient;
/// }
/// ```
///
/// - `row` is what is read (`Queryable`, `Selectable`). In braces are the columns that the program
///   fills in and people do not.
/// - `input` is what is changed (`AsChangeset`): every column in an `Option`. In braces are fields that
///   are no columns; such an input is no changeset, so that the record's own `update` has to say how
///   it is written.
/// - `new` is what a new row is made of (`Insertable`).
/// - `as` names the type that a column is read through where its own cannot be read.
macro_rules! record {
    (
        table $table:ident $columns:tt
        $($(#[$meta:meta])* $shape:ident $name:ident $({ $($own:tt)* })?;)+
    ) => {
        $(record!(@$shape $table [$(#[$meta])*] $name [$($($own)*)?] $columns);)+
    };

    (
        @row $table:ident [$($meta:tt)*] $row:ident
        [$($own:ident: $own_type:ty),* $(,)?]
        { $($column:ident: $type:ty $(as $stored:ident)?),* $(,)? }
    ) => {
        $($meta)*
        #[derive(Clone, Debug, diesel::Queryable, diesel::Selectable)]
        #[diesel(table_name = $table, check_for_backend(diesel::pg::Pg))]
        pub struct $row {
            $(
                #[doc = record!(@doc $table $own)]
                pub $own: $own_type,
            )*
            $(
                #[doc = record!(@doc $table $column)]
                $(#[diesel(deserialize_as = $stored)])?
                pub $column: $type,
            )*
        }
    };

    (
        @input $table:ident [$($meta:tt)*] $input:ident
        []
        { $($column:ident: $type:ty $(as $stored:ident)?),* $(,)? }
    ) => {
        $($meta)*
        #[derive(Clone, Debug, Default, PartialEq, Eq, diesel::AsChangeset)]
        #[diesel(table_name = $table)]
        pub struct $input {
            $(
                #[doc = record!(@doc $table $column)]
                pub $column: Option<$type>,
            )*
        }
    };
    (
        @input $table:ident [$($meta:tt)*] $input:ident
        [$($(#[$own_meta:meta])* $own:ident: $own_type:ty),+ $(,)?]
        { $($column:ident: $type:ty $(as $stored:ident)?),* $(,)? }
    ) => {
        $($meta)*
        #[derive(Clone, Debug, Default, PartialEq, Eq)]
        pub struct $input {
            $($(#[$own_meta])* pub $own: $own_type,)+
            $(
                #[doc = record!(@doc $table $column)]
                pub $column: Option<$type>,
            )*
        }
    };

    (
        @new $table:ident [$($meta:tt)*] $new:ident
        []
        { $($column:ident: $type:ty $(as $stored:ident)?),* $(,)? }
    ) => {
        $($meta)*
        #[derive(Clone, Debug, Default, diesel::Insertable)]
        #[diesel(table_name = $table)]
        pub struct $new {
            $(
                #[doc = record!(@doc $table $column)]
                pub $column: $type,
            )*
        }
    };

    (@doc $table:ident $column:ident) => {
        concat!("`", stringify!($table), ".", stringify!($column), "`, see `docs/tables.md`.")
    };
}

pub(crate) use record;
