-- Every call that hands an email to the mail provider, written before the call is made.
CREATE TABLE clerk.email_attempt (
    id uuid PRIMARY KEY,                    -- goes to the provider, whose events bring it back
    email_id integer NOT NULL,              -- public.emails_email.id; no key, so that the original
                                            -- can delete its rows
    state text NOT NULL CHECK (state IN (
        'Calling',                          -- begun; left behind when the worker died in the call
        'Accepted',                         -- the provider has it
        'Rejected',                         -- the provider will never take it
        'Retry',                            -- the provider did not take it, this time
        'Unresolved',                       -- nobody knows; a person or a delivery event decides
        'Held'                              -- not called: mail to this recipient is not allowed here
    )),
    provider_id text,                       -- the provider's id of the message, once accepted
    reason text,                            -- why not; no personal data
    retry_at timestamptz,                   -- the provider asked not to be called before
    created_at timestamptz NOT NULL,
    finished_at timestamptz
);

CREATE INDEX email_attempt_email ON clerk.email_attempt (email_id, created_at);
-- An email that is out, or may be, cannot be sent again: not even by a mistake in the program.
CREATE UNIQUE INDEX email_attempt_once ON clerk.email_attempt (email_id)
    WHERE state IN ('Calling', 'Accepted', 'Unresolved');
