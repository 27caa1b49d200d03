//! A message of the tray on the wire.

use clerk_domain::emails::inbound::Unrouted;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::drf::{
    body::{Body, REQUIRED},
    date,
};
use crate::error::{ApiError, ApiResult};

/// A message that has come in and fits no case.
#[derive(Debug, Serialize, ToSchema)]
pub struct UnroutedEmail {
    /// Its key.
    pub id: Uuid,
    /// When it came.
    pub received_at: String,
    /// `unreadable`, `no_case_address`, `no_such_case`, `auto_reply`, `loop` or `defect`.
    pub reason: String,
    /// The sender.
    pub from_address: String,
    /// Whom it was for, separated by commas.
    pub recipients: String,
    /// The subject.
    pub subject: String,
    /// How the text begins.
    pub preview: String,
    /// How many files it has.
    pub attachment_count: i32,
    /// Bytes in all.
    pub size: i64,
}

impl From<Unrouted> for UnroutedEmail {
    fn from(it: Unrouted) -> Self {
        Self {
            id: it.id,
            received_at: date::iso(it.received_at),
            reason: it.reason.unwrap_or_default(),
            from_address: it.from_address.unwrap_or_default(),
            recipients: it.recipients.unwrap_or_default(),
            subject: it.subject.unwrap_or_default(),
            preview: it.preview.unwrap_or_default(),
            attachment_count: it.attachments.unwrap_or_default(),
            size: it.size,
        }
    }
}

/// Which case gets a message.
#[derive(ToSchema)]
pub struct AssignUnroutedEmailInput {
    /// The case.
    pub case_id: Uuid,
}

/// Reads [`AssignUnroutedEmailInput`].
///
/// # Errors
/// 400 when there is no usable `case_id`.
pub fn read_case(mut body: Body) -> ApiResult<Uuid> {
    let case = body.uuid("case_id", REQUIRED).value();
    body.finish()?;
    case.ok_or_else(ApiError::parse_error)
}
