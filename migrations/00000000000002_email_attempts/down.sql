DROP TABLE clerk.email_attempt;
