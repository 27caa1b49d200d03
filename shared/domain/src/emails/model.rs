//! What an email is.

use uuid::Uuid;

/// Where an email stands: `emails_email.state`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EmailState {
    /// Being written.
    Draft,
    /// To be handed to the mail provider.
    ReadyToSend,
    /// The mail provider has it.
    Sent,
    /// The recipient's server has it.
    Delivered,
    /// It could not be handed over or delivered.
    DeliveryFailure,
    /// Inbound, not stored completely yet.
    Saving,
    /// Inbound, stored.
    Received,
    /// Inbound, put to its case.
    Ingested,
    /// Inbound, fits no case.
    IngestFailure,
}

impl EmailState {
    /// Every state.
    pub const ALL: [Self; 9] = [
        Self::Draft,
        Self::ReadyToSend,
        Self::Sent,
        Self::Delivered,
        Self::DeliveryFailure,
        Self::Saving,
        Self::Received,
        Self::Ingested,
        Self::IngestFailure,
    ];

    /// The code in the database and on the wire.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Draft => "DRAFT",
            Self::ReadyToSend => "READY_TO_SEND",
            Self::Sent => "SENT",
            Self::Delivered => "DELIVERED",
            Self::DeliveryFailure => "DELIVERY_FAILURE",
            Self::Saving => "SAVING",
            Self::Received => "RECEIVED",
            Self::Ingested => "INGESTED",
            Self::IngestFailure => "INGEST_FAILURE",
        }
    }

    /// The state of a code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }
}

/// Where an attempt at handing an email over stands: `clerk.email_attempt.state`. The migration
/// says what each means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AttemptState {
    /// Begun.
    Calling,
    /// The provider has the email.
    Accepted,
    /// The provider will never take it.
    Rejected,
    /// The provider did not take it, this time.
    Retry,
    /// Nobody knows.
    Unresolved,
    /// Mail to this recipient is not allowed here.
    Held,
}

impl AttemptState {
    /// Every state.
    pub const ALL: [Self; 6] =
        [Self::Calling, Self::Accepted, Self::Rejected, Self::Retry, Self::Unresolved, Self::Held];

    /// The state of a code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }

    /// The code in the database.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Calling => "Calling",
            Self::Accepted => "Accepted",
            Self::Rejected => "Rejected",
            Self::Retry => "Retry",
            Self::Unresolved => "Unresolved",
            Self::Held => "Held",
        }
    }
}

/// An email to write.
#[derive(Clone, Debug)]
pub struct NewEmail {
    /// The case that it belongs to.
    pub case: Option<Uuid>,
    /// The account of the person who wrote it, none for one that the system wrote.
    pub sender: Option<i32>,
    /// The state to begin in.
    pub state: EmailState,
    /// Who it is from, with or without a display name.
    pub from: String,
    /// The recipient.
    pub to: String,
    /// Who gets a copy.
    pub cc: Vec<String>,
    /// The subject, at most 1,024 characters.
    pub subject: String,
    /// The plain text.
    pub text: String,
    /// The HTML version, empty for none.
    pub html: String,
}

/// An email that was written or has changed its state.
#[derive(Clone, Copy, Debug)]
pub struct StateChange {
    /// `emails_email.id`.
    pub email: i32,
    /// The state that it is in now.
    pub state: EmailState,
    /// Whether Slack has been told about this email before.
    pub is_alert_sent: bool,
}
