DROP INDEX CONCURRENTLY IF EXISTS public.clerk_core_issuenote_performance;
