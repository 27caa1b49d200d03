-- The reviews of an account.
-- Built while the database is in use; alone in its file because that cannot be part of a transaction.
CREATE INDEX CONCURRENTLY IF NOT EXISTS clerk_core_issuenote_performance
    ON public.core_issuenote (object_id, created_at DESC) WHERE note_type = 'PERFORMANCE';
