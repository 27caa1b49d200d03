DROP INDEX CONCURRENTLY IF EXISTS public.clerk_core_issue_created_at;
