//! The file that stands for every file.

use bytes::Bytes;
use clerk_domain::{Context, error::Result};

use super::kind::{ATTACHMENT, UPLOAD};

/// Puts the sample where uploads and attachments are.
pub(super) async fn store(ctx: &Context) -> Result<()> {
    let sample = Bytes::from_static(include_bytes!("sample.pdf"));
    for key in [UPLOAD, ATTACHMENT] {
        ctx.files.put(key, "application/pdf", sample.clone()).await?;
    }
    Ok(())
}
