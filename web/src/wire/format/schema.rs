//! The API document of bodies, made at run time of the same tables that read them.

use utoipa::{
    ToSchema,
    openapi::{
        ArrayBuilder, KnownFormat, ObjectBuilder, OneOfBuilder, Ref, RefOr, Schema, SchemaFormat,
        Type, schema::SchemaType,
    },
};

/// What a field is in JSON.
#[derive(Clone, Copy, Debug)]
pub enum Kind {
    /// A text.
    Text,
    /// A text of a UUID.
    Uuid,
    /// A whole number of 32 bits.
    Integer,
    /// A whole number of 64 bits.
    Long,
    /// True or false.
    Boolean,
    /// A list of texts.
    Texts,
    /// More than one of these.
    Any,
}

/// A property of an object.
pub struct Property {
    /// Its name.
    pub name: &'static str,
    /// Whether it has to be there.
    pub is_required: bool,
    /// What it may be.
    pub schema: RefOr<Schema>,
}

/// What a field that may be left out may be otherwise.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Optional {
    /// Null as well, according to the document, although null is not always taken.
    #[default]
    OrNull,
    /// Only a value.
    NotNull,
}

impl Kind {
    /// A property that may be left out.
    #[must_use]
    pub fn property(self, name: &'static str, doc: &[&str], is_nullable: bool) -> Property {
        let schema = self.schema(doc, is_nullable, None);
        Property { name, is_required: false, schema }
    }

    /// A property of what we send that is taken back, and ignored.
    #[must_use]
    pub fn ignored(self, name: &'static str, doc: &[&str]) -> Property {
        Property { name, is_required: false, schema: self.schema(doc, true, Some(true)) }
    }

    fn schema(self, doc: &[&str], is_nullable: bool, read_only: Option<bool>) -> RefOr<Schema> {
        let (kind, format) = match self {
            Self::Text => (Type::String, None),
            Self::Uuid => (Type::String, Some(KnownFormat::Uuid)),
            Self::Integer => (Type::Integer, Some(KnownFormat::Int32)),
            Self::Long => (Type::Integer, Some(KnownFormat::Int64)),
            Self::Boolean => (Type::Boolean, None),
            Self::Texts => {
                return ArrayBuilder::new()
                    .schema_type(or_null(Type::Array, is_nullable))
                    .items(ObjectBuilder::new().schema_type(Type::String))
                    .description(description(doc))
                    .into();
            }
            Self::Any => {
                return ObjectBuilder::new()
                    .schema_type(SchemaType::AnyValue)
                    .description(description(doc))
                    .into();
            }
        };
        let mut object = ObjectBuilder::new()
            .schema_type(or_null(kind, is_nullable))
            .format(format.map(SchemaFormat::KnownFormat))
            .description(description(doc));
        if let Some(read_only) = read_only {
            object = object.read_only(read_only);
        }
        object.into()
    }
}

fn or_null(kind: Type, is_nullable: bool) -> SchemaType {
    if is_nullable { SchemaType::from_iter([kind, Type::Null]) } else { kind.into() }
}

/// An object with its properties.
#[must_use]
pub fn object(doc: &[&str], properties: Vec<Property>) -> RefOr<Schema> {
    let mut object = ObjectBuilder::new().description(description(doc));
    for property in properties {
        if property.is_required {
            object = object.required(property.name);
        }
        object = object.property(property.name, property.schema);
    }
    object.into()
}

/// The lines of a doc comment as one text.
#[must_use]
pub fn description(doc: &[&str]) -> Option<String> {
    let lines: Vec<&str> = doc.iter().map(|line| line.trim()).collect();
    (!lines.is_empty()).then(|| lines.join("\n"))
}

/// An object that may be left out.
#[must_use]
pub fn nested<T: ToSchema>(name: &'static str) -> Property {
    let schema = OneOfBuilder::new()
        .item(Ref::from_schema_name(T::name()))
        .item(ObjectBuilder::new().schema_type(Type::Null));
    Property { name, is_required: false, schema: schema.into() }
}
