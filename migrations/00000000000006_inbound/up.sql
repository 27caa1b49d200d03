-- Every post of the mail provider's inbound webhook, whole and as it came, written before the post is
-- answered. No foreign keys: the rows that it points to belong to the original.
CREATE TABLE clerk.inbound_message (
    id uuid PRIMARY KEY,
    received_at timestamptz NOT NULL,
    content_type text NOT NULL,             -- header of the post; names the boundary of its parts
    sha256 text NOT NULL UNIQUE,            -- of content type and bytes: a post sent again is one row
    size bigint NOT NULL,                   -- bytes of the body
    body bytea,                             -- the body, when it is small
    storage_key text,                       -- where the body is in the file store, when it is large
    state text NOT NULL CHECK (state IN (
        'Storing',                          -- the body is on its way to the file store
        'Received',                         -- stored, waits for its job
        'Ingested',                         -- an email of a case
        'Duplicate',                        -- the same message as an email that was there before
        'Unrouted',                         -- fits no case, or should not go to one: waits for a person
        'Dismissed'                         -- a person has looked, and it belongs to no case
    )),
    data_hash text,                         -- as emails_email.received_data_hash, once read
    reason text,                            -- why it is unrouted, or what was odd; a code
    email_id integer,                       -- public.emails_email.id
    case_id uuid,                           -- public.core_issue.id, when a person chose the case
    from_address text,                      -- for the list of unrouted messages, from here on
    recipients text,
    subject text,
    preview text,
    attachments integer,
    alerted_at timestamptz,                 -- when Slack was told that it is unrouted
    handled_by integer,                     -- public.auth_user.id of who assigned or dismissed it
    handled_at timestamptz
);

CREATE INDEX inbound_message_open ON clerk.inbound_message (state, received_at)
    WHERE state IN ('Storing', 'Received', 'Unrouted');
CREATE INDEX inbound_message_email ON clerk.inbound_message (email_id) WHERE email_id IS NOT NULL;
CREATE INDEX inbound_message_alert ON clerk.inbound_message (alerted_at) WHERE alerted_at IS NOT NULL;
CREATE INDEX inbound_message_hash ON clerk.inbound_message (data_hash) WHERE data_hash IS NOT NULL;

-- What the HTML of an email calls its attachments: `cid:<content_id>`.
CREATE TABLE clerk.email_attachment_cid (
    attachment_id integer PRIMARY KEY,      -- public.emails_emailattachment.id
    content_id text NOT NULL                -- without angle brackets
);
