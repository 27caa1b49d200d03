//! What a stored message is.

use chrono::{DateTime, Utc};
use uuid::Uuid;

/// Where a stored message stands: `clerk.inbound_message.state`. The migration says what each means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::IntoStaticStr)]
pub enum InboundState {
    /// On its way to the file store.
    Storing,
    /// Waits for its job.
    Received,
    /// An email of a case.
    Ingested,
    /// Was there before.
    Duplicate,
    /// Waits for a person.
    Unrouted,
    /// Belongs nowhere.
    Dismissed,
}

impl InboundState {
    /// The code in the database.
    #[must_use]
    pub fn code(self) -> &'static str {
        self.into()
    }
}

/// Why a message is in the tray.
#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::IntoStaticStr)]
#[strum(serialize_all = "snake_case")]
pub enum Reason {
    /// The post has no fields, or none that can be read.
    Unreadable,
    /// No recipient is the address of a case.
    NoCaseAddress,
    /// The address of a case that is not there.
    NoSuchCase,
    /// A machine answered, and it fits no case.
    AutoReply,
    /// One of our own mails has come back.
    Loop,
    /// Reading it failed: a defect of ours.
    Defect,
}

impl Reason {
    /// The code in the database and on the wire.
    #[must_use]
    pub fn code(self) -> &'static str {
        self.into()
    }
}

/// A message in the tray.
#[derive(Clone, Debug, diesel::Queryable, diesel::Selectable)]
#[diesel(table_name = clerk_store::db::schema::clerk::inbound_message, check_for_backend(diesel::pg::Pg))]
pub struct Unrouted {
    /// Its id.
    pub id: Uuid,
    /// When it came.
    pub received_at: DateTime<Utc>,
    /// See [`Reason`].
    pub reason: Option<String>,
    /// The sender's bare address.
    pub from_address: Option<String>,
    /// Whom it was for, separated by commas.
    pub recipients: Option<String>,
    /// The subject.
    pub subject: Option<String>,
    /// How the text begins.
    pub preview: Option<String>,
    /// How many files it has.
    pub attachments: Option<i32>,
    /// Bytes of the post.
    pub size: i64,
}

/// What became of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ingestion {
    /// It is this email now.
    Email(i32),
    /// It was this email before.
    Duplicate(Option<i32>),
    /// It waits for a person.
    Unrouted(Reason),
    /// There was nothing to do.
    Nothing,
}
