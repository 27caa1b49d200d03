//! An S3 server for trying things out: `s3 ADDRESS BUCKET...`. Prints the keys that open it, and serves until
//! it is stopped. Its objects are gone then.

use clerk_tests::s3::S3Server;

#[tokio::main]
async fn main() {
    let arguments: Vec<_> = std::env::args().skip(1).collect();
    let [address, buckets @ ..] = arguments.as_slice() else {
        eprintln!("s3 ADDRESS BUCKET...");
        std::process::exit(2);
    };
    let buckets: Vec<_> = buckets.iter().map(String::as_str).collect();
    let server = S3Server::listen(address, &buckets).await;
    for (name, value) in server.variables() {
        println!("{name}={value}");
    }
    std::future::pending::<()>().await;
}
