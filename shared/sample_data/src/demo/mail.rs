//! The letters of a case.

use aws_lc_rs::digest::{SHA256, digest};
use chrono::{DateTime, Duration, Utc};
use clerk_domain::emails::threads;
use serde_json::json;

use super::{
    rows,
    samples::{Correspondent, Samples, Thread},
    timeline::{Entry, EntrySubject, Timeline},
};

impl Timeline<'_> {
    /// The letter that every client gets when the enquiry arrives.
    pub(super) fn welcome(&mut self) {
        let letter = &self.samples.welcome;
        let mut email = self.ours(&letter.subject, &letter.text, self.outline.opened);
        email.from_address.clone_from(&self.roles.case_sender);
        email.to_address.clone_from(&self.roles.client_email);
        email.sender_id = None;
        self.sent(email);
    }

    /// The letters to and fro of a stage.
    pub(super) fn correspond(&mut self, stage: &str, at: DateTime<Utc>) {
        let samples = self.samples;
        for thread in of_stage(samples, stage) {
            if self.rng.chance(80) {
                self.thread(thread, at);
            }
        }
    }

    fn thread(&mut self, thread: &Thread, mut at: DateTime<Utc>) {
        let them = match (thread.with, &self.roles.other_email) {
            (Correspondent::Client, _) => self.roles.client_email.clone(),
            (Correspondent::Other, Some(email)) => email.clone(),
            (Correspondent::Other, None) => return,
        };
        let subject = self.roles.fill(&thread.subject);
        for (index, text) in thread.messages.iter().enumerate() {
            // The last word is often still to come.
            if index > 0 && self.rng.chance(20) {
                return;
            }
            at = self.later(at, 3);
            let reply = if index == 0 { subject.clone() } else { format!("RE: {subject}") };
            if index % 2 == 0 {
                let mut email = self.ours(&reply, text, at);
                email.to_address.clone_from(&them);
                self.sent(email);
            } else {
                self.received(&reply, text, &them, at);
            }
        }
    }

    /// Letters begun but not sent.
    pub(super) fn drafts(&mut self) {
        if self.outline.is_open() && self.roles.paralegal.is_some() && self.rng.chance(30) {
            let letter = &self.samples.draft;
            let at =
                self.later(self.outline.path.last().map_or(self.outline.opened, |&(_, at)| at), 3);
            let mut email = self.ours(&letter.subject, &letter.text, at);
            email.to_address.clone_from(&self.roles.client_email);
            self.entries.push(Entry { note: None, subject: EntrySubject::Email(email) });
        }
    }

    /// A letter of ours, as yet a draft to nobody.
    fn ours(&self, subject: &str, text: &str, at: DateTime<Utc>) -> rows::Email {
        let text = self.roles.fill(text);
        rows::Email {
            subject: subject.to_owned(),
            state: "DRAFT".to_owned(),
            html: html(&text),
            text,
            created_at: at,
            cc_addresses: Vec::new(),
            from_address: self.roles.case_address.clone(),
            issue_id: Some(self.roles.issue_id),
            received_data: None,
            sender_id: self.roles.paralegal.map(|member| member.id),
            to_address: String::new(),
            actionstep_id: None,
            processed_at: None,
            is_alert_sent: false,
            sendgrid_id: String::new(),
            thread_name: threads::thread_name(subject),
            received_data_hash: None,
        }
    }

    fn sent(&mut self, mut email: rows::Email) {
        let at = email.created_at + Duration::seconds(5);
        email.state = match self.rng.number(1, 100) {
            1..=3 => "DELIVERY_FAILURE",
            4..=35 => "SENT",
            _ => "DELIVERED",
        }
        .to_owned();
        email.is_alert_sent = email.state == "DELIVERY_FAILURE";
        email.processed_at = Some(at);
        email.sendgrid_id = self.rng.uuid().simple().to_string().chars().take(22).collect();
        let note = self.note("EMAIL", "Email sent".to_owned(), None, at);
        self.push(note, EntrySubject::Email(email));
    }

    /// A letter to us, with what SendGrid would have posted.
    fn received(&mut self, subject: &str, text: &str, from: &str, at: DateTime<Utc>) {
        let text = self.roles.fill(text);
        let to = &self.roles.case_address;
        let data = json!({
            "to": to,
            "from": from,
            "cc": "",
            "subject": subject,
            "text": text,
            "html": html(&text),
            "envelope": json!({"to": [to], "from": from}).to_string(),
            "charsets": json!({"to": "UTF-8", "subject": "UTF-8", "text": "UTF-8"}).to_string(),
            "SPF": "pass",
            "spam_score": "0.1",
            // Keeps two letters with the same words apart.
            "headers": format!("Message-ID: <{}@example.com>", self.rng.uuid()),
        });
        let hash = digest(&SHA256, data.to_string().as_bytes());
        let email = rows::Email {
            state: "INGESTED".to_owned(),
            to_address: to.clone(),
            from_address: from.to_owned(),
            received_data_hash: Some(hex::encode(hash)),
            received_data: Some(data),
            sender_id: None,
            processed_at: Some(at + Duration::seconds(5)),
            is_alert_sent: true,
            ..self.ours(subject, &text, at)
        };
        let note = self.note("EMAIL", "Email received".to_owned(), None, at);
        self.push(note, EntrySubject::Email(email));
    }
}

fn of_stage<'a>(samples: &'a Samples, stage: &str) -> &'a [Thread] {
    samples.threads.get(stage).map_or(&[], Vec::as_slice)
}

/// Paragraphs of plain text as HTML.
fn html(text: &str) -> String {
    let safe = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    let paragraphs = safe.trim().split("\n\n");
    paragraphs.map(|text| format!("<p>{}</p>", text.replace('\n', "<br/>"))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn html_is_escaped() {
        assert_eq!(html("a <b>\n\nc & d\ne"), "<p>a &lt;b&gt;</p><p>c &amp; d<br/>e</p>");
    }
}
