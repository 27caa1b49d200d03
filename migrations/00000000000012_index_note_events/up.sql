-- The next review of each open case.
-- Built while the database is in use; alone in its file because that cannot be part of a transaction.
CREATE INDEX CONCURRENTLY IF NOT EXISTS clerk_core_issuenote_event
    ON public.core_issuenote (issue_id, event) WHERE event IS NOT NULL;
