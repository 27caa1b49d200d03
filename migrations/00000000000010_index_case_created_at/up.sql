-- The list of cases, newest first.
-- Built while the database is in use; alone in its file because that cannot be part of a transaction.
CREATE INDEX CONCURRENTLY IF NOT EXISTS clerk_core_issue_created_at
    ON public.core_issue (created_at DESC, id DESC);
