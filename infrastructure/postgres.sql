-- The log, as PostgreSQL keeps it, in a schema of its own: readable with `psql` alone. docs/log.md says how.
-- Nothing here is ever changed or removed: a mistake is corrected by a further entry.

CREATE TABLE casus.entries (
    position    bigint      PRIMARY KEY,                  -- in the whole log, from 1, without gaps, never used twice
    stream      uuid        NOT NULL,                     -- the id of the incident, force, ... that the fact is about
    version     bigint      NOT NULL CHECK (version > 0), -- in that stream, from 1, without gaps
    recorded_at timestamptz NOT NULL,                     -- never goes back; one time for all of a transaction
    recorded_by text        NOT NULL,                     -- whose token it was
    cause       uuid        NOT NULL,                     -- the command or import that the entry belongs to
    fact        text        NOT NULL,                     -- the name of the fact
    form        integer     NOT NULL,                     -- the version of the fact's stored form
    content     text        NOT NULL,                     -- the fact itself: JSON, UTF-8; jsonb would rewrite its bytes
    UNIQUE (stream, version)
);

-- The streams of a kind, in log order.
CREATE INDEX openings ON casus.entries (fact, position) WHERE version = 1;

-- The casualties of an incident.
CREATE INDEX casualties ON casus.entries ((content::json ->> 'incident_id'), position) WHERE fact = 'CasualtyReported';

-- The answer that each Idempotency-Key was given, kept in the same transaction as its entry.
-- Its position is no foreign key: to check one, PostgreSQL locks the entry, and so writes to it.
CREATE TABLE casus.answers (
    owner    text   NOT NULL,
    key      text   NOT NULL,
    digest   text   NOT NULL,
    position bigint NOT NULL,
    PRIMARY KEY (owner, key)
);

-- The Merkle tree over the entries (RFC 9162), as infrastructure/tree.sql has it: docs/log_format.md says how.
-- An entry's hash is written in the transaction that writes the entry.
CREATE TABLE casus.hashes (
    level  smallint NOT NULL,
    number bigint   NOT NULL,
    hash   bytea    NOT NULL CHECK (octet_length(hash) = 32),
    PRIMARY KEY (level, number)
);

-- Whose tables these are, and the version of this file.
CREATE TABLE casus.log (application text NOT NULL, form integer NOT NULL);

CREATE FUNCTION casus.refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE integrity_constraint_violation USING MESSAGE = 'the log is only appended to';
END $$;

-- An entry follows the last one of the log and of its stream. So none can be seen before one that it follows.
-- EXECUTE plans the question anew each time: a plan that was made while the log was short would read all of it.
CREATE FUNCTION casus.follow() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    astray boolean;
BEGIN
    EXECUTE $question$
        SELECT EXISTS (
            SELECT FROM added LEFT JOIN casus.entries AS before ON before.position = added.position - 1
            WHERE added.position <> coalesce(before.position, 0) + 1 OR added.recorded_at < before.recorded_at
        ) OR EXISTS (
            SELECT FROM added LEFT JOIN casus.entries AS before
                ON before.stream = added.stream AND before.version = added.version - 1
            WHERE added.version > 1 AND (before.position IS NULL OR before.position > added.position)
        )
    $question$ INTO astray;
    IF astray THEN
        RAISE integrity_constraint_violation
            USING MESSAGE = 'an entry follows the last one of the log and of its stream';
    END IF;
    RETURN NULL;
END $$;

-- A hash follows the last one of its level.
CREATE FUNCTION casus.grow() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    astray boolean;
BEGIN
    EXECUTE $question$
        SELECT EXISTS (
            SELECT FROM added LEFT JOIN casus.hashes AS before
                ON before.level = added.level AND before.number = added.number - 1
            WHERE added.number <> coalesce(before.number, -1) + 1
        )
    $question$ INTO astray;
    IF astray THEN
        RAISE integrity_constraint_violation USING MESSAGE = 'a hash follows the last one of its level';
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER entries_are_never_changed BEFORE UPDATE OR DELETE OR TRUNCATE ON casus.entries
    FOR EACH STATEMENT EXECUTE FUNCTION casus.refuse();

CREATE TRIGGER entries_are_only_appended AFTER INSERT ON casus.entries REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION casus.follow();

CREATE TRIGGER hashes_are_never_changed BEFORE UPDATE OR DELETE OR TRUNCATE ON casus.hashes
    FOR EACH STATEMENT EXECUTE FUNCTION casus.refuse();

CREATE TRIGGER hashes_are_only_appended AFTER INSERT ON casus.hashes REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION casus.grow();

CREATE TRIGGER answers_are_never_changed BEFORE UPDATE OR DELETE OR TRUNCATE ON casus.answers
    FOR EACH STATEMENT EXECUTE FUNCTION casus.refuse();

CREATE TRIGGER log_is_never_changed BEFORE UPDATE OR DELETE OR TRUNCATE ON casus.log
    FOR EACH STATEMENT EXECUTE FUNCTION casus.refuse();

-- Also for who plays another server's changes in.
ALTER TABLE casus.entries ENABLE ALWAYS TRIGGER entries_are_never_changed;
ALTER TABLE casus.entries ENABLE ALWAYS TRIGGER entries_are_only_appended;
ALTER TABLE casus.hashes ENABLE ALWAYS TRIGGER hashes_are_never_changed;
ALTER TABLE casus.hashes ENABLE ALWAYS TRIGGER hashes_are_only_appended;
ALTER TABLE casus.answers ENABLE ALWAYS TRIGGER answers_are_never_changed;
ALTER TABLE casus.log ENABLE ALWAYS TRIGGER log_is_never_changed;
