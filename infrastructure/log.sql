-- The log, as SQLite keeps it: readable with `sqlite3` alone. docs/log.md says how.
-- Nothing here is ever changed or removed: a mistake is corrected by a further entry.

CREATE TABLE entries (
    position    INTEGER PRIMARY KEY AUTOINCREMENT,  -- in the whole log, from 1, without gaps, never used twice
    stream      TEXT    NOT NULL,                   -- the id of the incident, force, ... that the fact is about
    version     INTEGER NOT NULL,                   -- in that stream, from 1, without gaps
    recorded_at TEXT    NOT NULL,                   -- UTC; never goes back; one time for all of a transaction
    recorded_by TEXT    NOT NULL,                   -- whose token it was
    cause       TEXT    NOT NULL,                   -- the command or import that the entry belongs to
    fact        TEXT    NOT NULL,                   -- the name of the fact
    form        INTEGER NOT NULL,                   -- the version of the fact's stored form
    content     TEXT    NOT NULL,                   -- the fact itself: JSON, UTF-8
    UNIQUE (stream, version)
) STRICT;

-- The streams of a kind, in log order.
CREATE INDEX openings ON entries (fact, position) WHERE version = 1;

-- The casualties of an incident.
CREATE INDEX casualties ON entries (content ->> 'incident_id', position) WHERE fact = 'CasualtyReported';

-- The answer that each Idempotency-Key was given, kept in the same transaction as its entry.
CREATE TABLE answers (
    owner    TEXT    NOT NULL,
    key      TEXT    NOT NULL,
    digest   TEXT    NOT NULL,
    position INTEGER NOT NULL REFERENCES entries,
    PRIMARY KEY (owner, key)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER entries_are_never_changed BEFORE UPDATE ON entries
BEGIN SELECT RAISE(ABORT, 'the log is only appended to'); END;

CREATE TRIGGER entries_are_never_removed BEFORE DELETE ON entries
BEGIN SELECT RAISE(ABORT, 'the log is only appended to'); END;

-- INSERT OR REPLACE removes without asking the trigger above, unless a connection has recursive_triggers on.
-- An entry that follows the last one of the log and of its stream replaces none, whatever the connection.
CREATE TRIGGER entries_are_only_appended BEFORE INSERT ON entries
WHEN NEW.version IS NOT (SELECT coalesce(max(version), 0) + 1 FROM entries WHERE stream = NEW.stream)
    OR NEW.position IS NOT (SELECT coalesce(max(position), 0) + 1 FROM entries)
    OR NEW.recorded_at < (SELECT recorded_at FROM entries ORDER BY position DESC LIMIT 1)
BEGIN SELECT RAISE(ABORT, 'an entry follows the last one of the log and of its stream'); END;

CREATE TRIGGER answers_are_never_changed BEFORE UPDATE ON answers
BEGIN SELECT RAISE(ABORT, 'the log is only appended to'); END;

CREATE TRIGGER answers_are_never_removed BEFORE DELETE ON answers
BEGIN SELECT RAISE(ABORT, 'the log is only appended to'); END;

CREATE TRIGGER answers_are_only_added BEFORE INSERT ON answers
WHEN EXISTS (SELECT 1 FROM answers WHERE owner = NEW.owner AND key = NEW.key)
BEGIN SELECT RAISE(ABORT, 'the key was answered before'); END;
