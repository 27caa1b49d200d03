-- Who logged in, failed to, was locked out or logged out: the audit log, and what lock-outs count.
CREATE TABLE clerk.login_event (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at timestamptz NOT NULL,
    -- An attempt begins as a failure, so that attempts made at the same time count each other.
    kind text NOT NULL CHECK (kind IN ('login', 'failure', 'lockout', 'logout')),
    method text CHECK (method IN ('password', 'google')),
    user_id integer,                            -- auth_user.id, once known; outlives the account
    account_hash text,                          -- keyed hash of the lower-case username
    address text NOT NULL,
    network text NOT NULL                       -- the address, or the /64 network of an IPv6 one
);

CREATE INDEX login_event_network ON clerk.login_event (network, at) WHERE kind = 'failure';
CREATE INDEX login_event_account ON clerk.login_event (account_hash, at) WHERE kind = 'failure';
CREATE INDEX login_event_at ON clerk.login_event (at);
