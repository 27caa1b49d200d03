DROP TABLE clerk.submission_failure;
