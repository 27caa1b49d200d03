DROP TABLE clerk.job, clerk.worker;
DROP FUNCTION clerk.announce_job();
