//! An S3 server in this process, with its objects in a temporary folder.

use hyper_util::{
    rt::{TokioExecutor, TokioIo},
    server::conn::auto::Builder,
};
use s3s::{auth::SimpleAuth, service::S3ServiceBuilder};
use s3s_fs::FileSystem;
use tempfile::TempDir;
use tokio::{net::TcpListener, task::JoinHandle};

/// The only bucket.
pub const BUCKET: &str = "clerk-test";
const KEY_ID: &str = "AKIATESTTESTTESTTEST";
const SECRET: &str = "a secret of the test's own";

/// A running server. It stops when dropped.
pub struct S3Server {
    /// Where it listens.
    pub url: String,
    root: TempDir,
    task: JoinHandle<()>,
}

impl S3Server {
    /// Starts one with an empty bucket.
    pub async fn start() -> Self {
        Self::listen("127.0.0.1:0", &[BUCKET]).await
    }

    /// Starts one at an address, with these empty buckets.
    pub async fn listen(address: &str, buckets: &[&str]) -> Self {
        let root = tempfile::tempdir().unwrap();
        for bucket in buckets {
            std::fs::create_dir(root.path().join(bucket)).unwrap();
        }
        let service = {
            let mut builder = S3ServiceBuilder::new(FileSystem::new(root.path()).unwrap());
            builder.set_auth(SimpleAuth::from_single(KEY_ID, SECRET));
            builder.build()
        };
        let listener = TcpListener::bind(address).await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        #[expect(clippy::disallowed_methods, reason = "the server of a test")]
        let task = tokio::spawn(async move {
            let server = Builder::new(TokioExecutor::new());
            while let Ok((socket, _)) = listener.accept().await {
                socket.set_nodelay(true).unwrap();
                let served =
                    server.serve_connection(TokioIo::new(socket), service.clone()).into_owned();
                tokio::spawn(async move {
                    let _ = served.await;
                });
            }
        });
        Self { url, root, task }
    }

    /// What is stored under a key.
    pub fn object(&self, key: &str) -> Vec<u8> {
        std::fs::read(self.root.path().join(BUCKET).join(key)).unwrap()
    }

    /// The variables that make a configuration use it.
    pub fn variables(&self) -> Vec<(&'static str, String)> {
        vec![
            ("CLERK_FILES", "s3".to_owned()),
            ("AWS_ENDPOINT_URL_S3", self.url.clone()),
            ("AWS_STORAGE_BUCKET_NAME", BUCKET.to_owned()),
            ("AWS_ACCESS_KEY_ID", KEY_ID.to_owned()),
            ("AWS_SECRET_ACCESS_KEY", SECRET.to_owned()),
        ]
    }
}

impl Drop for S3Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}
