-- What the schema `public` is made of, one row per thing: kind, name, definition.
--
-- Both sides of the comparison come from this query: the live database, and expected.txt, which is
-- its answer on a new one:
--   PGOPTIONS='-c search_path=clerk' psql -XAtq -F "$(printf '\t')" -f catalogue.sql > expected.txt
--
-- Left out because they make no difference to anybody's statements: the order of columns, the names
-- of sequences, and whether ids come from an identity or, in tables older than Django 4.1, from a
-- `serial` default.
WITH tables AS (
    SELECT c.oid, c.relname::text AS name,
        CASE c.relkind WHEN 'r' THEN 'ordinary' ELSE 'partitioned' END AS definition
    FROM pg_class c
    WHERE c.relnamespace = to_regnamespace('public') AND c.relkind IN ('r', 'p')
),
numbered AS (
    -- Columns whose default is the next value of the sequence that belongs to them.
    SELECT d.refobjid AS attrelid, d.refobjsubid AS attnum
    FROM pg_depend d
    JOIN pg_class s ON s.oid = d.objid AND s.relkind = 'S'
    JOIN pg_attrdef f ON f.adrelid = d.refobjid AND f.adnum = d.refobjsubid
    JOIN pg_depend u ON u.classid = 'pg_attrdef'::regclass AND u.objid = f.oid
        AND u.refclassid = 'pg_class'::regclass AND u.refobjid = s.oid
    WHERE d.classid = 'pg_class'::regclass AND d.refclassid = 'pg_class'::regclass
        AND d.deptype = 'a' AND pg_get_expr(f.adbin, f.adrelid) LIKE 'nextval(%'
),
columns AS (
    SELECT t.name || '.' || a.attname AS name, concat_ws(' ',
        format_type(a.atttypid, a.atttypmod),
        CASE WHEN a.attcollation <> y.typcollation THEN 'COLLATE ' || l.collname END,
        CASE WHEN a.attnotnull THEN 'NOT NULL' END,
        CASE
            WHEN a.attgenerated <> '' THEN 'GENERATED ALWAYS AS ' || pg_get_expr(f.adbin, f.adrelid)
            WHEN a.attidentity = 'a' THEN 'GENERATED ALWAYS AS IDENTITY'
            WHEN a.attidentity = 'd' OR n.attnum IS NOT NULL THEN '(numbered)'
            WHEN a.atthasdef THEN 'DEFAULT ' || pg_get_expr(f.adbin, f.adrelid)
        END
    ) AS definition
    FROM tables t
    JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum > 0 AND NOT a.attisdropped
    JOIN pg_type y ON y.oid = a.atttypid
    LEFT JOIN pg_collation l ON l.oid = a.attcollation
    LEFT JOIN pg_attrdef f ON f.adrelid = a.attrelid AND f.adnum = a.attnum
    LEFT JOIN numbered n ON n.attrelid = a.attrelid AND n.attnum = a.attnum
),
constraints AS (
    SELECT CASE c.contype
            WHEN 'p' THEN 'primary key' WHEN 'u' THEN 'unique constraint' WHEN 'f' THEN 'foreign key'
            WHEN 'x' THEN 'exclusion constraint' ELSE 'check constraint'
        END AS kind,
        t.name || '.' || c.conname AS name, pg_get_constraintdef(c.oid) AS definition
    FROM tables t
    JOIN pg_constraint c ON c.conrelid = t.oid AND c.contype IN ('p', 'u', 'f', 'x', 'c')
),
indexes AS (
    SELECT t.name || '.' || c.relname AS name, pg_get_indexdef(i.indexrelid) AS definition
    FROM tables t
    JOIN pg_index i ON i.indrelid = t.oid AND i.indisvalid
    JOIN pg_class c ON c.oid = i.indexrelid AND c.relname NOT LIKE 'clerk\_%'
    WHERE NOT EXISTS (
        SELECT FROM pg_constraint o WHERE o.conindid = i.indexrelid AND o.contype IN ('p', 'u', 'x')
    )
),
collations AS (
    -- The column of the locale has had three names since PostgreSQL 14.
    SELECT c.collname::text AS name, concat_ws(' ',
        CASE c.collprovider WHEN 'i' THEN 'icu' WHEN 'c' THEN 'libc' ELSE c.collprovider::text END,
        coalesce(to_jsonb(c) ->> 'colllocale', to_jsonb(c) ->> 'colliculocale', c.collcollate),
        CASE WHEN NOT c.collisdeterministic THEN 'nondeterministic' END
    ) AS definition
    FROM pg_collation c
    WHERE c.collnamespace = to_regnamespace('public')
)
SELECT kind, name, definition FROM (
    SELECT 'collation' AS kind, name,
        -- PostgreSQL 16 and later rewrite the one to the other.
        replace(definition, 'en@colNumeric=yes', 'en-u-kn') AS definition
    FROM collations
    UNION ALL SELECT 'table', name, definition FROM tables
    UNION ALL SELECT 'column', name, definition FROM columns
    UNION ALL SELECT kind, name, definition FROM constraints
    UNION ALL SELECT 'index', name, definition FROM indexes
) AS things
ORDER BY kind COLLATE "C", name COLLATE "C";
