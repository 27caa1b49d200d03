//! The name of an email's thread: `emails_email.thread_name`.

use std::sync::LazyLock;

use clerk_base::text::slugify;
use regex::Regex;

static REPLY: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"(?i)re\s*:\s*").ok());

/// The thread that a subject belongs to: the subject without its reply marks, as a slug. The same
/// rule as the original's, so that threads stay together.
#[must_use]
pub fn thread_name(subject: &str) -> String {
    let subject = match &*REPLY {
        Some(reply) => reply.replace_all(subject, ""),
        None => subject.into(),
    };
    slugify(&subject)
}

#[cfg(test)]
mod tests {
    use super::thread_name;

    #[test]
    fn replies_share_their_thread() {
        for subject in
            ["Your repairs", "RE: Your repairs", "Re : re:Your  repairs", " re:your-repairs_"]
        {
            assert_eq!(thread_name(subject), "your-repairs", "{subject}");
        }
    }

    #[test]
    fn slugs_match_the_original() {
        // Expected values are what the original computes.
        for (subject, slug) in [
            ("", ""),
            ("Café – ½ price?!", "cafe-12-price"),
            ("Software: update", "softwaupdate"),
            ("Case #R0123 & bond", "case-r0123-bond"),
            ("a -- b__c", "a-b__c"),
            ("日本語", ""),
            ("_x_", "x"),
            ("--_a", "a"),
        ] {
            assert_eq!(thread_name(subject), slug, "{subject}");
        }
    }
}
