//! What can happen to a case: `core_issueevent.event_type`.

/// Another lawyer.
pub const LAWYER: &str = "LAWYER";
/// Another paralegal.
pub const PARALEGAL: &str = "PARALEGAL";
/// Closed or opened again, at whatever stage.
pub const OPEN: &str = "OPEN";
/// Another stage, and neither closed nor opened.
pub const STAGE: &str = "STAGE";
