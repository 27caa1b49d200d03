//! Every test of the whole system, in one binary to link once.

#![expect(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

mod access;
mod api_document;
mod architecture;
mod cases;
mod cors;
mod csrf;
mod database;
mod demo_data;
mod email_templates;
mod files_s3;
mod garbage;
mod inbound;
mod jobs;
mod login;
mod mail;
mod mail_bench;
mod mail_sending;
mod mail_welcome;
mod notification_templates;
mod pages;
mod processing;
mod server;
mod sharepoint;
mod slack;
mod submissions;
mod uploads;
mod walkthrough;
