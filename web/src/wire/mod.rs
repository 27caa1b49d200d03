//! What goes over the wire: JSON types apart from the rows.

pub mod drf;
