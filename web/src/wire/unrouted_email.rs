//! Messages that fit no case.

use clerk_domain::emails::inbox::Unrouted;
use utoipa::ToSchema;
use uuid::Uuid;

use super::format::{
    body::{Body, REQUIRED},
    date,
    output::output,
};
use crate::error::{ApiError, ApiResult};

output! {
    /// A message that has come in and fits no case.
    pub struct UnroutedEmail = from(message: Unrouted) {
        /// Its key.
        id: Uuid,
        /// When it came.
        received_at: String = date::iso(received_at),
        /// `unreadable`, `no_case_address`, `no_such_case`, `auto_reply`, `loop` or `defect`.
        reason: String = reason.unwrap_or_default(),
        /// The sender.
        from_address: String = from_address.unwrap_or_default(),
        /// Whom it was for, separated by commas.
        recipients: String = recipients.unwrap_or_default(),
        /// The subject.
        subject: String = subject.unwrap_or_default(),
        /// How the text begins.
        preview: String = preview.unwrap_or_default(),
        /// How many files it has.
        attachment_count (attachments): i32 = attachments.unwrap_or_default(),
        /// Bytes in all.
        size: i64,
    }
}

/// Which case gets a message.
#[derive(ToSchema)]
pub struct AssignUnroutedEmailInput {
    /// The case.
    pub case_id: Uuid,
}

impl AssignUnroutedEmailInput {
    /// Reads the key of the case.
    ///
    /// # Errors
    /// 400 when there is no usable `case_id`.
    pub fn read(mut body: Body) -> ApiResult<Uuid> {
        let case = body.uuid("case_id", REQUIRED).value();
        body.finish()?;
        case.ok_or_else(ApiError::parse_error)
    }
}
