//! A real program that does not outlive its test.

use std::{
    io::{BufRead, BufReader},
    path::Path,
    process::{Child, Command, ExitStatus, Stdio},
    sync::{Arc, Mutex, PoisonError},
    thread,
};

use crate::binaries;

/// The program.
pub struct Program {
    child: Child,
    said: Arc<Mutex<Vec<String>>>,
}

impl Program {
    /// Starts it with nothing but these variables.
    pub fn start(path: &Path, variables: &[(String, String)]) -> Self {
        let mut command = binaries::command(path, variables.to_vec());
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::inherit()).spawn().unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let said = Arc::<Mutex<Vec<String>>>::default();
        let keep = Arc::clone(&said);
        thread::spawn(move || {
            for line in lines.map_while(Result::ok) {
                keep.lock().unwrap_or_else(PoisonError::into_inner).push(line);
            }
        });
        Self { child, said }
    }

    /// Every line so far.
    pub fn said(&self) -> Vec<String> {
        self.said.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Waits for a line with these words, and returns what follows them.
    pub async fn says(&mut self, words: &str) -> String {
        for _ in 0..1500 {
            let said = self.said();
            if let Some((_, rest)) = said.iter().find_map(|line| line.split_once(words)) {
                return rest.to_owned();
            }
            assert!(self.child.try_wait().unwrap().is_none(), "it has ended: {said:#?}");
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
        panic!("it never said {words}: {:#?}", self.said());
    }

    /// Where a web server listens, once it does.
    pub async fn address(&mut self) -> String {
        self.says("clerk-web listening on ").await
    }

    /// Sends it a signal, such as `-TERM`.
    pub fn signal(&self, name: &str) {
        let pid = self.child.id().to_string();
        assert!(Command::new("kill").args([name, &pid]).status().unwrap().success());
    }

    /// Waits for its end.
    pub async fn ended(&mut self) -> ExitStatus {
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status;
            }
            tokio::time::sleep(std::time::Duration::from_millis(10)).await;
        }
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
