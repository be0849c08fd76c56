-- What a fact is found by: stems of its words and of the parts of its identifiers, paths and versions, its number and its sha.
-- The same function reads queries, so that both are taken apart alike.
CREATE FUNCTION activity_lexemes(words text, number integer, details jsonb) RETURNS tsvector
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT pg_catalog.strip(pg_catalog.to_tsvector('pg_catalog.english'::pg_catalog.regconfig,
      words || ' ' || pg_catalog.translate(
        pg_catalog.regexp_replace(words, '([a-z0-9])([A-Z])', '\1 \2', 'g'), './_:@#()[]{}<>-`''"=,', repeat(' ', 20))))
    || pg_catalog.array_to_tsvector(pg_catalog.array_remove(ARRAY['#' || number, 'sha:' || lower(details ->> 'sha')], NULL))
$$;
