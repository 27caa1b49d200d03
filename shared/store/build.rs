//! `embed_migrations!` reads SQL files that the compiler does not know of.

fn main() {
    println!("cargo:rerun-if-changed=../../migrations");
}
