//! Counting the statements that an application sends to its database: a proxy before the cluster's
//! socket that reads along.

use std::{
    io::{Read, Write},
    os::unix::net::{UnixListener, UnixStream},
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
};

use tempfile::TempDir;

use crate::{TestDb, cluster::Cluster};

/// A socket in front of the cluster's.
pub struct StatementCounter {
    dir: TempDir,
    count: Arc<AtomicUsize>,
}

impl StatementCounter {
    /// Begins to listen.
    pub fn start() -> Self {
        let cluster = Cluster::get();
        let name = format!(".s.PGSQL.{}", cluster.port);
        let dir = tempfile::tempdir().unwrap();
        let listener = UnixListener::bind(dir.path().join(&name)).unwrap();
        let server = PathBuf::from(&cluster.socket).join(name);
        let count = Arc::new(AtomicUsize::new(0));
        let counted = Arc::clone(&count);
        thread::spawn(move || {
            for client in listener.incoming().map_while(Result::ok) {
                let server = UnixStream::connect(&server).unwrap();
                relay(client, server, Arc::clone(&counted));
            }
        });
        Self { dir, count }
    }

    /// The variables that lead an application through here.
    pub fn variables(&self, db: &TestDb) -> Vec<(String, String)> {
        let mut variables = db.variables();
        for (name, value) in &mut variables {
            if name == "PGHOST" {
                *value = self.dir.path().to_str().unwrap().to_owned();
            }
        }
        variables
    }

    /// How many statements were run since this was asked last.
    pub fn take(&self) -> usize {
        self.count.swap(0, Ordering::SeqCst)
    }
}

fn relay(client: UnixStream, server: UnixStream, count: Arc<AtomicUsize>) {
    let (mut from_server, mut to_client) =
        (server.try_clone().unwrap(), client.try_clone().unwrap());
    thread::spawn(move || {
        let _ = std::io::copy(&mut from_server, &mut to_client);
        let _ = to_client.shutdown(std::net::Shutdown::Both);
    });
    thread::spawn(move || {
        let _ = forward(client, &server, &count);
        let _ = server.shutdown(std::net::Shutdown::Both);
    });
}

/// Passes the client's messages on. The first has no type; a statement is run by a `Bind` (extended
/// protocol) or a `Query` (simple protocol).
fn forward(
    mut client: UnixStream,
    mut server: &UnixStream,
    count: &AtomicUsize,
) -> std::io::Result<()> {
    let mut is_first = true;
    loop {
        let mut head = vec![0; if is_first { 4 } else { 5 }];
        client.read_exact(&mut head)?;
        let length = u32::from_be_bytes(head[head.len() - 4..].try_into().unwrap());
        let mut body = vec![0; length as usize - 4];
        client.read_exact(&mut body)?;
        if !is_first && matches!(head[0], b'B' | b'Q') {
            count.fetch_add(1, Ordering::SeqCst);
        }
        is_first = false;
        server.write_all(&[head, body].concat())?;
    }
}
