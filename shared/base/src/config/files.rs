//! Where files are kept.

use std::path::PathBuf;

use super::{
    environment::Environment,
    source::{Problems, Secret, Source},
};

/// The file store.
#[derive(Clone, Debug)]
pub struct FilesConfig {
    /// S3 or a folder.
    pub backend: FilesBackend,
    /// `CLERK_LINK_SECONDS`: how long a presigned link works, 300 at most.
    pub link_seconds: u64,
}

/// The two kinds of store. `CLERK_FILES` says `s3` or `disk`; the default is S3 where an AWS key is
/// set or the environment is deployed, and disk otherwise.
#[derive(Clone, Debug)]
pub enum FilesBackend {
    /// A folder: `CLERK_FILES_DIR`, by default `.clerk/files`.
    Disk {
        /// The folder.
        root: PathBuf,
    },
    /// A bucket.
    S3 {
        /// `AWS_STORAGE_BUCKET_NAME`.
        bucket: String,
        /// `AWS_REGION_NAME`.
        region: String,
        /// `AWS_ENDPOINT_URL_S3`: another S3 server than Amazon's.
        endpoint: Option<String>,
        /// `AWS_ACCESS_KEY_ID`.
        access_key_id: String,
        /// `AWS_SECRET_ACCESS_KEY`.
        secret_access_key: Secret,
    },
}

impl FilesConfig {
    pub(super) fn read(source: &Source, environment: Environment, problems: &mut Problems) -> Self {
        let key = source.get("AWS_ACCESS_KEY_ID");
        let use_s3 = match source.get("CLERK_FILES").as_deref() {
            Some("s3") => true,
            Some("disk") => false,
            Some(_) => {
                problems.add("CLERK_FILES: expected s3 or disk");
                false
            }
            None => key.is_some() || environment.is_deployed(),
        };
        let backend = if use_s3 {
            Self::s3(source, environment, key, problems)
        } else {
            FilesBackend::Disk {
                root: source
                    .path("CLERK_FILES_DIR")
                    .unwrap_or_else(|| PathBuf::from(".clerk/files")),
            }
        };
        let link_seconds = source.parse("CLERK_LINK_SECONDS", 300, problems);
        Self { backend, link_seconds: std::cmp::min(link_seconds, 300) }
    }

    fn s3(
        source: &Source,
        environment: Environment,
        key: Option<String>,
        problems: &mut Problems,
    ) -> FilesBackend {
        let secret = source.secret("AWS_SECRET_ACCESS_KEY");
        if key.is_none() {
            problems.add("AWS_ACCESS_KEY_ID: not set");
        }
        if secret.is_none() {
            problems.add("AWS_SECRET_ACCESS_KEY: not set");
        }
        let bucket = if environment == Environment::Production {
            "anika-clerk"
        } else {
            "anika-clerk-staging"
        };
        FilesBackend::S3 {
            bucket: source.or("AWS_STORAGE_BUCKET_NAME", bucket),
            region: source.or("AWS_REGION_NAME", "ap-southeast-2"),
            endpoint: source.get("AWS_ENDPOINT_URL_S3").or_else(|| source.get("AWS_ENDPOINT_URL")),
            access_key_id: key.unwrap_or_default(),
            secret_access_key: secret.unwrap_or_else(|| Secret::new("")),
        }
    }
}
