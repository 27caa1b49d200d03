//! Sorting the emails of a case into threads.

use std::collections::HashMap;

use chrono::{DateTime, Utc};

use super::Headers;
use crate::emails::threads::thread_name;

/// What sorting goes by.
#[derive(Clone, Debug)]
pub struct Line {
    /// `emails_email.id`.
    pub id: i32,
    /// Its subject.
    pub subject: String,
    /// When it was written or came in.
    pub created_at: DateTime<Utc>,
    /// What its headers say, if that is known.
    pub headers: Option<Headers>,
}

/// A conversation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Thread {
    /// Its name in addresses, that of its first email's subject. No two of a case share one.
    pub slug: String,
    /// The subject of its first email.
    pub subject: String,
    /// When its latest email was written or came in.
    pub most_recent: DateTime<Utc>,
    /// Its emails, newest first.
    pub emails: Vec<i32>,
}

/// What the original called an email without a subject.
const NO_SUBJECT: &str = "No Subject";
const NO_SLUG: &str = "no-subject";

/// Sorts the emails of a case into threads, the one with the latest email first. An email follows the
/// one that its headers name; without such a one it goes by its subject, as in the original.
#[must_use]
pub fn group(mut lines: Vec<Line>) -> Vec<Thread> {
    lines.sort_by_key(|line| (line.created_at, line.id));
    let mut threads: Vec<Thread> = Vec::new();
    let mut by_slug: HashMap<String, usize> = HashMap::new();
    let mut by_message: HashMap<String, usize> = HashMap::new();
    for line in lines {
        let headers = line.headers.unwrap_or_default();
        let followed = headers.earlier().chain(headers.message_id.as_deref());
        let slug = slug(&line.subject);
        let known = followed.filter_map(|id| by_message.get(id)).next().copied();
        let at = known.or_else(|| by_slug.get(&slug).copied()).unwrap_or(threads.len());
        match threads.get_mut(at) {
            Some(thread) => {
                thread.most_recent = line.created_at;
                thread.emails.insert(0, line.id);
            }
            None => {
                by_slug.insert(slug.clone(), at);
                let subject =
                    if line.subject.is_empty() { NO_SUBJECT.to_owned() } else { line.subject };
                threads.push(Thread {
                    slug,
                    subject,
                    most_recent: line.created_at,
                    emails: vec![line.id],
                });
            }
        }
        for id in
            headers.message_id.into_iter().chain(headers.in_reply_to).chain(headers.references)
        {
            by_message.entry(id).or_insert(at);
        }
    }
    threads.sort_by_key(|thread| std::cmp::Reverse(thread.most_recent));
    threads
}

fn slug(subject: &str) -> String {
    let slug = thread_name(subject);
    if slug.is_empty() { NO_SLUG.to_owned() } else { slug }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(id: i32, subject: &str, message: &str, reply_to: &str, references: &[&str]) -> Line {
        let text = |id: &str| (!id.is_empty()).then(|| id.to_owned());
        Line {
            id,
            subject: subject.to_owned(),
            created_at: DateTime::from_timestamp(i64::from(id), 0).unwrap(),
            headers: (!message.is_empty()).then(|| Headers {
                message_id: text(message),
                in_reply_to: text(reply_to),
                references: references.iter().map(|&id| id.to_owned()).collect(),
            }),
        }
    }

    fn show(lines: Vec<Line>) -> Vec<(String, Vec<i32>)> {
        group(lines).into_iter().map(|thread| (thread.slug, thread.emails)).collect()
    }

    #[test]
    fn without_headers_the_subject_decides() {
        let lines = ["Repairs", "", "re: Repairs", "???", "Bond"];
        let lines = (1..).zip(lines).map(|(id, it)| line(id, it, "", "", &[])).collect();
        let slug = |slug: &str| slug.to_owned();
        assert_eq!(
            show(lines),
            [
                (slug("bond"), vec![5]),
                (slug("no-subject"), vec![4, 2]),
                (slug("repairs"), vec![3, 1])
            ]
        );
        assert_eq!(group(vec![line(1, "", "", "", &[])])[0].subject, "No Subject");
        assert_eq!(group(Vec::new()), []);
    }

    #[test]
    fn headers_come_before_the_subject() {
        let lines = vec![
            line(1, "Repairs", "a", "", &[]),
            line(2, "Bond", "b", "", &[]),
            line(3, "Something else", "c", "a", &[]),
            line(4, "Repairs", "d", "not here", &["b"]),
            line(5, "Quite other", "e", "lost", &["lost too"]),
            line(6, "Third", "f", "lost", &[]),
            line(7, "Re: repairs", "g", "unknown", &[]),
        ];
        let slug = |slug: &str| slug.to_owned();
        assert_eq!(
            show(lines),
            [
                (slug("repairs"), vec![7, 3, 1]),
                (slug("quite-other"), vec![6, 5]),
                (slug("bond"), vec![4, 2])
            ]
        );
    }
}
