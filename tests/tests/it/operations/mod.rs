//! What runs Clerk and keeps its data: backups, and the workflows of GitHub.

mod backup;
mod github;
