//! Every test of the whole system, in one binary to link once.

#![expect(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

mod access;
mod accounts;
mod api_document;
mod architecture;
mod architecture_domain;
mod cases;
mod clients;
mod database;
mod dates;
mod documents;
mod email_templates;
mod emails;
mod files;
mod jobs;
mod login;
mod notes;
mod notification_templates;
mod notifications;
mod observe;
mod operations;
mod pages;
mod people;
mod rules;
mod sample_data;
mod server;
mod services;
mod submissions;
mod tenancies;
mod uploads;
mod walkthrough;
