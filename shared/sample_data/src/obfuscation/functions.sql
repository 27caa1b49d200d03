-- Made-up values, by the value that they stand for: within a run equal values get equal stand-ins, so that
-- a person is the same person in every table. The salt is of one run and stored nowhere, so that nobody
-- finds out by trying. Everything here ends with the transaction or the session.

CREATE TEMP TABLE samples (kind text PRIMARY KEY, words text[] NOT NULL) ON COMMIT DROP;
CREATE TEMP TABLE kept_value (value text PRIMARY KEY) ON COMMIT DROP;
CREATE TEMP TABLE kept_account (id integer PRIMARY KEY, email text NOT NULL) ON COMMIT DROP;

CREATE OR REPLACE FUNCTION pg_temp.digest_of(value text) RETURNS text STABLE LANGUAGE sql AS $$
    SELECT encode(sha256(convert_to(current_setting('clerk.salt') || value, 'UTF8')), 'hex')
$$;

CREATE OR REPLACE FUNCTION pg_temp.throw(value text) RETURNS bigint STABLE LANGUAGE sql AS $$
    SELECT ('x' || left(pg_temp.digest_of(value), 8))::bit(32)::bigint
$$;

CREATE OR REPLACE FUNCTION pg_temp.pick(kind text, value text) RETURNS text STABLE LANGUAGE sql AS $$
    SELECT words[1 + pg_temp.throw($1 || lower(btrim(value))) % cardinality(words)]
    FROM pg_temp.samples WHERE samples.kind = $1
$$;

CREATE OR REPLACE FUNCTION pg_temp.is_kept(value text) RETURNS boolean STABLE LANGUAGE sql AS $$
    SELECT EXISTS (SELECT 1 FROM pg_temp.kept_value AS kept WHERE kept.value = $1)
$$;

CREATE OR REPLACE FUNCTION pg_temp.given(value text) RETURNS text STABLE LANGUAGE sql AS $$
    SELECT pg_temp.pick('given', value)
$$;

CREATE OR REPLACE FUNCTION pg_temp.family(value text) RETURNS text STABLE LANGUAGE sql AS $$
    SELECT pg_temp.pick('family', value)
$$;

CREATE OR REPLACE FUNCTION pg_temp.name(value text) RETURNS text STABLE LANGUAGE sql AS $$
    SELECT pg_temp.pick('given', value) || ' ' || pg_temp.pick('family', value)
$$;

-- An address that nobody has, since the domain is kept for examples.
CREATE OR REPLACE FUNCTION pg_temp.mailbox(value text) RETURNS text STABLE LANGUAGE sql AS $$
    SELECT lower(regexp_replace(pg_temp.given(value) || '.' || pg_temp.family(value), '[^A-Za-z.]', '', 'g'))
        || '.' || left(pg_temp.digest_of(value), 10) || '@example.com'
$$;

-- An address, which may stand in angle brackets behind a name.
CREATE OR REPLACE FUNCTION pg_temp.bare(value text) RETURNS text STABLE LANGUAGE sql AS $$
    SELECT lower(btrim(coalesce(substring(value FROM '<([^<>]+)>\s*$'), value)))
$$;

-- The addresses of cases are needed to find the case, and those of the accounts that stay are known.
CREATE OR REPLACE FUNCTION pg_temp.email(value text) RETURNS text STABLE LANGUAGE sql AS $$
    SELECT CASE
        WHEN pg_temp.bare(value) ~ '^case\.[0-9a-f]{8}@[a-z0-9.-]+$' THEN pg_temp.bare(value)
        WHEN EXISTS (SELECT 1 FROM pg_temp.kept_account WHERE lower(email) = pg_temp.bare(value)) THEN pg_temp.bare(value)
        ELSE pg_temp.mailbox(pg_temp.bare(value))
    END
$$;

CREATE OR REPLACE FUNCTION pg_temp.emails(value text[]) RETURNS text[] STABLE LANGUAGE sql AS $$
    SELECT array_agg(pg_temp.email(one) ORDER BY at) FROM unnest(value) WITH ORDINALITY AS them (one, at)
$$;

CREATE OR REPLACE FUNCTION pg_temp.phone(value text) RETURNS text STABLE LANGUAGE sql AS $$
    SELECT pg_temp.pick('phone', value)
$$;

CREATE OR REPLACE FUNCTION pg_temp.street(value text) RETURNS text STABLE LANGUAGE sql AS $$
    SELECT 1 + pg_temp.throw('number' || value) % 180 || ' ' || pg_temp.pick('street', value)
$$;

CREATE OR REPLACE FUNCTION pg_temp.suburb(value text) RETURNS text STABLE LANGUAGE sql AS $$
    SELECT pg_temp.pick('suburb', value)
$$;

CREATE OR REPLACE FUNCTION pg_temp.postcode(value text) RETURNS text STABLE LANGUAGE sql AS $$
    SELECT pg_temp.pick('postcode', value)
$$;

CREATE OR REPLACE FUNCTION pg_temp.address(value text) RETURNS text STABLE LANGUAGE sql AS $$
    SELECT pg_temp.street(value) || ', ' || pg_temp.suburb(value) || ' VIC ' || pg_temp.postcode(value)
$$;

CREATE OR REPLACE FUNCTION pg_temp.language(value text) RETURNS text STABLE LANGUAGE sql AS $$
    SELECT CASE WHEN pg_temp.is_kept(value) THEN value ELSE pg_temp.pick('language', value) END
$$;

CREATE OR REPLACE FUNCTION pg_temp.referrer(value text) RETURNS text STABLE LANGUAGE sql AS $$
    SELECT CASE WHEN pg_temp.is_kept(value) THEN value ELSE pg_temp.pick('referrer', value) END
$$;

-- One to three sentences.
CREATE OR REPLACE FUNCTION pg_temp.note(value text) RETURNS text STABLE LANGUAGE sql AS $$
    SELECT CASE WHEN pg_temp.is_kept(value) THEN value ELSE (
        SELECT string_agg(pg_temp.pick('sentence', number || value), ' ' ORDER BY number)
        FROM generate_series(0, pg_temp.throw(value) % 3) AS number
    ) END
$$;

CREATE OR REPLACE FUNCTION pg_temp.letter(value text) RETURNS text STABLE LANGUAGE sql AS $$
    SELECT E'Hello,\n\n' || pg_temp.note('first' || value) || E'\n\n' || pg_temp.note('second' || value)
        || E'\n\n' || pg_temp.given(value)
$$;

-- The same for all that is written about a thing in a case.
CREATE OR REPLACE FUNCTION pg_temp.subject_of(thread text) RETURNS text STABLE LANGUAGE sql AS $$
    SELECT pg_temp.pick('subject', thread) || ' no ' || 1000 + pg_temp.throw('no' || thread) % 9000
$$;

-- Another day of the same year.
CREATE OR REPLACE FUNCTION pg_temp.birthday(value date) RETURNS date STABLE LANGUAGE sql AS $$
    SELECT make_date(extract(year FROM value)::int, 1, 1) + (pg_temp.throw('born' || value) % 365)::int
$$;

-- What stands for one answer of a form. Choices, dates and numbers stay, words do not.
CREATE OR REPLACE FUNCTION pg_temp.answer(key text, value text) RETURNS text STABLE LANGUAGE plpgsql AS $$
BEGIN
    RETURN CASE
        WHEN btrim(value) = '' THEN value
        WHEN key = 'DOB' AND value ~ '^\d{4}-\d\d-\d\d$' THEN pg_temp.birthday(value::date)::text
        WHEN key ~ '(FIRST|PREFERRED)_NAME$' THEN pg_temp.given(value)
        WHEN key ~ 'LAST_NAME$' THEN pg_temp.family(value)
        WHEN key ~ 'NAME$' THEN pg_temp.name(value)
        WHEN key ~ 'EMAIL$' THEN pg_temp.email(value)
        WHEN key ~ 'PHONE$' THEN pg_temp.phone(value)
        WHEN key = 'ADDRESS' THEN pg_temp.street(value)
        WHEN key ~ 'ADDRESS$' THEN pg_temp.address(value)
        WHEN key = 'SUBURB' THEN pg_temp.suburb(value)
        WHEN key = 'POSTCODE' THEN pg_temp.postcode(value)
        WHEN key = 'FIRST_LANGUAGE' THEN pg_temp.language(value)
        WHEN key ~ 'REFERRER$' THEN pg_temp.referrer(value)
        WHEN key = 'file' THEN current_setting('clerk.upload')
        WHEN key IN ('id', 'issue') AND value ~ '^[0-9a-fA-F-]{36}$' THEN value
        WHEN key <> 'DOB' AND value ~ '^\d{4}-\d\d-\d\d(T[0-9:.Z+-]*)?$' THEN value
        ELSE pg_temp.note(value)
    END;
END
$$;

-- Answers of a form: the same questions, other answers. Keys that are no name of a question are words too.
CREATE OR REPLACE FUNCTION pg_temp.answers(value jsonb, key text DEFAULT '') RETURNS jsonb STABLE LANGUAGE plpgsql AS $$
BEGIN
    RETURN CASE jsonb_typeof(value)
        WHEN 'object' THEN (
            SELECT coalesce(jsonb_object_agg(
                CASE WHEN name ~ '^[A-Za-z0-9_]{1,80}$' THEN name ELSE left(pg_temp.digest_of(name), 8) END,
                pg_temp.answers(inner_value, name)), '{}')
            FROM jsonb_each(value) AS them (name, inner_value))
        WHEN 'array' THEN (
            SELECT coalesce(jsonb_agg(pg_temp.answers(one, key) ORDER BY at), '[]')
            FROM jsonb_array_elements(value) WITH ORDINALITY AS them (one, at))
        WHEN 'string' THEN to_jsonb(pg_temp.answer(key, value #>> '{}'))
        WHEN 'number' THEN CASE
            WHEN key = 'POSTCODE' THEN to_jsonb(pg_temp.postcode(value #>> '{}')::int)
            WHEN key ~ '(PHONE|DOB)$' THEN to_jsonb(pg_temp.phone(value #>> '{}'))
            ELSE value
        END
        ELSE value
    END;
END
$$;

-- A service as it was: its notes are the only words in it.
CREATE OR REPLACE FUNCTION pg_temp.service(value jsonb) RETURNS jsonb STABLE LANGUAGE sql AS $$
    SELECT CASE
        WHEN jsonb_typeof(value) = 'object' AND value ->> 'notes' <> ''
        THEN jsonb_set(value, '{notes}', to_jsonb(pg_temp.note(value ->> 'notes')))
        ELSE value
    END
$$;
