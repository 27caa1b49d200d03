DROP INDEX clerk.email_attempt_provider;
DROP TABLE clerk.email_event;
