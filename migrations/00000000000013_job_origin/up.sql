-- The request that a job goes back to, directly or over other jobs: its lines in the log carry this id.
ALTER TABLE clerk.job ADD COLUMN origin uuid;
