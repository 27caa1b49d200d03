ALTER TABLE clerk.job DROP COLUMN origin;
