//! Files in a bucket of Amazon S3, or of another server that speaks its protocol.

use std::{path::Path, time::Duration};

use aws_sdk_s3::{
    Client, Config,
    config::{
        BehaviorVersion, Credentials, Region, RequestChecksumCalculation,
        ResponseChecksumValidation, timeout::TimeoutConfig,
    },
    error::{ProvideErrorMetadata, SdkError},
    presigning::PresigningConfig,
    primitives::ByteStream,
};
use futures_util::{StreamExt, stream};

use super::{Download, Object};
use crate::error::{Result, StoreError};

/// How long connecting may take.
const CONNECT: Duration = Duration::from_secs(5);
/// How long one attempt of a call may take, up to the first byte of its answer. Three are made.
const ATTEMPT: Duration = Duration::from_secs(60);

/// A bucket. Objects get no ACL, so they are as private as the bucket.
pub struct Bucket {
    client: Client,
    name: String,
}

impl Bucket {
    pub(super) fn new(
        name: &str,
        region: &str,
        endpoint: Option<&str>,
        (key_id, secret): (&str, &str),
    ) -> Self {
        let timeouts =
            TimeoutConfig::builder().connect_timeout(CONNECT).operation_attempt_timeout(ATTEMPT);
        let mut config = Config::builder()
            .behavior_version(BehaviorVersion::latest())
            .region(Region::new(region.to_owned()))
            .credentials_provider(Credentials::new(key_id, secret, None, None, "configuration"))
            // Other servers than Amazon's do not all know the newer checksums.
            .request_checksum_calculation(RequestChecksumCalculation::WhenRequired)
            .response_checksum_validation(ResponseChecksumValidation::WhenRequired)
            .timeout_config(timeouts.build());
        if let Some(endpoint) = endpoint {
            config = config.endpoint_url(endpoint).force_path_style(true);
        }
        Self { client: Client::from_conf(config.build()), name: name.to_owned() }
    }

    pub(super) async fn put(&self, key: &str, content_type: &str, body: ByteStream) -> Result<()> {
        self.client
            .put_object()
            .bucket(&self.name)
            .key(key)
            .content_type(content_type)
            .body(body)
            .send()
            .await
            .map_err(|error| failed("put", &error))?;
        Ok(())
    }

    /// One PUT, read from the disk as it is sent, and again from the start if an attempt fails.
    /// Uploads are far below the size from which S3 wants them in parts.
    pub(super) async fn put_file(&self, key: &str, content_type: &str, path: &Path) -> Result<()> {
        let body = ByteStream::from_path(path)
            .await
            .map_err(|error| StoreError::Files(error.to_string()))?;
        self.put(key, content_type, body).await
    }

    pub(super) async fn open(&self, key: &str) -> Result<Object> {
        let answer = match self.client.get_object().bucket(&self.name).key(key).send().await {
            Err(error) if error.code() == Some("NoSuchKey") => return Err(StoreError::NotFound),
            other => other.map_err(|error| failed("get", &error))?,
        };
        let size = answer.content_length().and_then(|size| u64::try_from(size).ok()).unwrap_or(0);
        let body = stream::try_unfold(answer.body, |mut body| async move {
            match body.next().await {
                None => Ok(None),
                Some(Ok(piece)) => Ok(Some((piece, body))),
                Some(Err(error)) => Err(StoreError::Files(error.to_string())),
            }
        });
        Ok(Object { size, body: body.boxed() })
    }

    pub(super) async fn delete(&self, key: &str) -> Result<()> {
        self.client
            .delete_object()
            .bucket(&self.name)
            .key(key)
            .send()
            .await
            .map_err(|error| failed("delete", &error))?;
        Ok(())
    }

    pub(super) async fn presign(
        &self,
        key: &str,
        as_file: Download<'_>,
        valid: Duration,
    ) -> Result<String> {
        let valid = PresigningConfig::expires_in(valid)
            .map_err(|error| StoreError::Files(error.to_string()))?;
        let request = self
            .client
            .get_object()
            .bucket(&self.name)
            .key(key)
            .response_content_disposition(as_file.disposition)
            .response_content_type(as_file.content_type)
            .presigned(valid)
            .await
            .map_err(|error| failed("sign", &error))?;
        Ok(request.uri().to_owned())
    }
}

/// What a call failed of: the server's code, or how the call got lost. Holds no key and no content.
fn failed<E, R>(call: &str, error: &SdkError<E, R>) -> StoreError
where
    SdkError<E, R>: ProvideErrorMetadata,
{
    let reason = error.code().unwrap_or(match error {
        SdkError::ConstructionFailure(_) => "the request could not be made",
        SdkError::TimeoutError(_) => "no answer in time",
        SdkError::DispatchFailure(_) => "the server cannot be reached",
        SdkError::ResponseError(_) => "the answer was cut off",
        _ => "the server refused",
    });
    StoreError::Files(format!("S3 {call}: {reason}"))
}
