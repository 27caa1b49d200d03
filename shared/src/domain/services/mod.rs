//! Legal and other work done for a case (table `core_service`).

pub mod choices;
