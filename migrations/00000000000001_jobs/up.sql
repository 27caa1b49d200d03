-- Clerk's own schema and its job queue. The original never looks here.
CREATE SCHEMA IF NOT EXISTS clerk;

CREATE TABLE clerk.worker (
    name text PRIMARY KEY,                      -- unique for each process start
    started_at timestamptz NOT NULL,
    seen_at timestamptz NOT NULL                -- last heartbeat
);

CREATE TABLE clerk.job (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    queue text NOT NULL,
    payload jsonb NOT NULL,                     -- shared/src/jobs: Job, a public format
    state text NOT NULL DEFAULT 'Pending'
        CHECK (state IN ('Pending', 'Queued', 'Running', 'Done', 'Dead')),
    priority smallint NOT NULL DEFAULT 0,       -- higher runs first
    run_at timestamptz NOT NULL DEFAULT now(),  -- not before
    attempts integer NOT NULL DEFAULT 0,        -- begun so far, the present one included
    max_attempts integer NOT NULL,
    deaths integer NOT NULL DEFAULT 0,          -- workers that died while running it
    worker text,                                -- who holds it; its lease is clerk.worker.seen_at
    last_error text,
    unique_key text,                            -- at most one unfinished job of a key in a queue
    created_at timestamptz NOT NULL DEFAULT now(),
    started_at timestamptz,
    finished_at timestamptz
);

CREATE UNIQUE INDEX job_unique_key ON clerk.job (queue, unique_key)
    WHERE state IN ('Pending', 'Queued', 'Running');
CREATE INDEX job_ready ON clerk.job (queue, priority DESC, run_at, id) WHERE state = 'Pending';
CREATE INDEX job_held ON clerk.job (worker) WHERE state IN ('Queued', 'Running');
CREATE INDEX job_finished ON clerk.job (finished_at) WHERE state IN ('Done', 'Dead');

-- A job that can be picked up is announced when the transaction commits.
CREATE FUNCTION clerk.announce_job() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('clerk_job', NEW.queue);
    RETURN NULL;
END
$$;

CREATE TRIGGER announce_job AFTER INSERT OR UPDATE OF state ON clerk.job
    FOR EACH ROW WHEN (NEW.state = 'Pending') EXECUTE FUNCTION clerk.announce_job();

CREATE TABLE clerk.schedule (
    name text PRIMARY KEY,                      -- of a timetable entry
    last_slot timestamptz NOT NULL              -- the last point in time that was seen to
);
