//! Mail that comes in: every post of the webhook is stored whole before it is answered, a job makes an
//! email of its case out of it, and what fits no case goes to a tray for people.

mod addresses;
mod attachment;
mod charset;
mod clean_up;
mod digest;
mod ingest;
mod kind;
mod message;
mod mime;
mod model;
mod multipart;
mod reingest;
mod route;
mod store;
pub mod tray;
mod write;

pub use clean_up::clean_up;
pub use digest::of_fields;
pub use ingest::{Ingestion, give_up, ingest};
pub use kind::{Kind, kind};
pub use message::{File, Message, MessageIds};
pub use model::{InboundState, Reason, Unrouted};
pub use multipart::{Part, parts};
pub use reingest::{failed, reingest_email, reingest_message};
pub use store::{Post, store};
