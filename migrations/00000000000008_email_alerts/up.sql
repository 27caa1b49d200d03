-- When the team was told that nobody knows whether an email is out. Once an attempt.
ALTER TABLE clerk.email_attempt ADD COLUMN alerted_at timestamptz;

-- Emails that are to be sent and that nothing will send, from when that was noticed until they are
-- enqueued again. No foreign key, so that the original can delete its rows.
CREATE TABLE clerk.email_stuck (
    email_id integer PRIMARY KEY,           -- public.emails_email.id
    noticed_at timestamptz NOT NULL,
    alerted_at timestamptz                  -- when the team was told
);
