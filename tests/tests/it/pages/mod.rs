//! The pages of the staff site and the files that they load.

mod addresses;
mod emails;
mod paralegals;
mod parties;
mod queues;
mod shell;
mod statements;
mod static_files;
mod table;
