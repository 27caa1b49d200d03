DROP TABLE clerk.job, clerk.worker, clerk.schedule;
DROP FUNCTION clerk.announce_job();
