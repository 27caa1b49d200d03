-- The baseline holds everybody's data, and may have been made by the original.
DO $$ BEGIN
    RAISE EXCEPTION 'the original''s tables are not undone by a migration; drop the database instead';
END $$;
