//! Every test of the whole system, in one binary to link once.

#![expect(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

mod access;
mod accounts;
mod accounts_microsoft;
mod api_document;
mod architecture;
mod backup;
mod cases;
mod clients;
mod cors;
mod csrf;
mod database;
mod dates;
mod demo_data;
mod documents;
mod email_templates;
mod emails;
mod files_s3;
mod garbage;
mod inbound;
mod jobs;
mod login;
mod mail;
mod mail_bench;
mod mail_sending;
mod mail_welcome;
mod notes;
mod notification_templates;
mod obfuscation;
mod observe;
mod pages;
mod people;
mod processing;
mod sending;
mod server;
mod services;
mod sharepoint;
mod slack;
mod staff_submissions;
mod submissions;
mod tenancies;
mod uploads;
mod walkthrough;
mod workflows;
