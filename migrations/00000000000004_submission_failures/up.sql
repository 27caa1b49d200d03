-- Submissions that could not be turned into a case, until somebody has mended what was wrong. No
-- foreign key: the row belongs to us and must not keep the original from deleting a submission.
CREATE TABLE clerk.submission_failure (
    submission_id uuid PRIMARY KEY,     -- core_submission.id
    reason text NOT NULL,               -- names fields, never holds an answer
    failed_at timestamptz NOT NULL,     -- the last time
    attempts integer NOT NULL           -- how often it was processed in vain
);
