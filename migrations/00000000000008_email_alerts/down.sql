DROP TABLE clerk.email_stuck;
ALTER TABLE clerk.email_attempt DROP COLUMN alerted_at;
