//! Mail into a folder, for development and tests: one `.eml` file a message.

use std::path::PathBuf;

use tokio::{fs, io::AsyncWriteExt};

use super::{
    message,
    outgoing::{Accepted, OutgoingMail, SendError},
};

/// The folder.
pub struct Folder {
    path: PathBuf,
}

impl Folder {
    /// Remembers the folder; it is made when the first message comes.
    pub fn new(path: PathBuf) -> Self {
        Self { path }
    }

    /// Writes the message under a temporary name, then gives it its own, so that a reader never
    /// sees half of one.
    pub async fn send(&self, mail: &OutgoingMail) -> Result<Accepted, SendError> {
        let bytes = message::build(mail)?.formatted();
        let time = mail.date.format("%Y%m%dT%H%M%S%6fZ");
        let name = format!("{time}-{}.eml", mail.attempt);
        self.write(&name, &bytes)
            .await
            .map_err(|error| SendError::transient(format!("mail folder: {}", error.kind())))?;
        Ok(Accepted { provider_id: name })
    }

    async fn write(&self, name: &str, bytes: &[u8]) -> std::io::Result<()> {
        fs::create_dir_all(&self.path).await?;
        let unfinished = self.path.join(format!(".{name}"));
        let mut file = fs::File::create(&unfinished).await?;
        file.write_all(bytes).await?;
        file.sync_all().await?;
        fs::rename(unfinished, self.path.join(name)).await
    }
}
