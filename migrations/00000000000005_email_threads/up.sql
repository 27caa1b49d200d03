-- What the headers of an email say about the conversation it belongs to. No foreign keys in these
-- tables: the rows belong to us and must not keep the original from deleting an email.
CREATE TABLE clerk.email_thread (
    email_id integer PRIMARY KEY,       -- emails_email.id
    message_id text,                    -- without its angle brackets, as are the next two
    in_reply_to text,
    thread_references text[] NOT NULL,  -- oldest first
    saved_at timestamptz                -- when a person last saved it; null for inbound mail
);
CREATE INDEX email_thread_message_id ON clerk.email_thread (message_id);

-- The HTML of emails as pages show it, so that it is made once and not on every read.
CREATE TABLE clerk.email_html (
    email_id integer PRIMARY KEY,       -- emails_email.id
    source text NOT NULL,               -- what it was made of: version of the rules, hash of the body
    html text NOT NULL
);
