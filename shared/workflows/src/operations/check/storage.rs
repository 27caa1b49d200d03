//! The store of files: can be written, read and cleaned.

use bytes::Bytes;
use clerk_base::config::FilesBackend;
use clerk_domain::{Context, error::Result};
use uuid::Uuid;

use super::{Finding, State};

pub(super) async fn check(ctx: &Context) -> Vec<Finding> {
    let backend = match &ctx.config.files.backend {
        FilesBackend::Disk { .. } => "disk",
        FilesBackend::S3 { .. } => "S3",
    };
    let remedy = "Check CLERK_FILES and the settings of AWS or the folder";
    let tried = attempt(ctx).await.map(|()| format!("{backend}: written, read and deleted"));
    let mut findings = vec![Finding::of("files", tried, remedy)];
    if ctx.config.environment.is_deployed() && backend == "disk" {
        let found = "on the disk of this machine: not in backups of the bucket";
        findings.push(Finding::new("files", State::Warn, found));
    }
    findings
}

async fn attempt(ctx: &Context) -> Result<()> {
    let key = format!("clerk-check/{}.txt", Uuid::new_v4());
    let text = Bytes::from_static(b"Clerk looked whether it can write here.\n");
    ctx.files.put(&key, "text/plain", text.clone()).await?;
    let read = ctx.files.get(&key, 1024).await;
    ctx.files.delete(&key).await?;
    if read? == text {
        Ok(())
    } else {
        Err(clerk_domain::DomainError::Fatal("what was written is not what is read".to_owned()))
    }
}
