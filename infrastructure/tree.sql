-- The Merkle tree over the entries (RFC 9162), laid out as tlog-tiles are: docs/log_format.md says how.
-- Level 0 has the hash of each entry's leaf: that of position p is number p - 1. Level 1 has the root of each complete
-- 256 of level 0, level 2 of each complete 256 of level 1, and so on.
-- An entry's hash is written in the transaction that writes the entry.

CREATE TABLE hashes (
    level  INTEGER NOT NULL,
    number INTEGER NOT NULL,
    hash   BLOB    NOT NULL CHECK (length(hash) = 32),
    PRIMARY KEY (level, number)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER hashes_are_never_changed BEFORE UPDATE ON hashes
BEGIN SELECT RAISE(ABORT, 'the log is only appended to'); END;

CREATE TRIGGER hashes_are_never_removed BEFORE DELETE ON hashes
BEGIN SELECT RAISE(ABORT, 'the log is only appended to'); END;

CREATE TRIGGER hashes_are_only_appended BEFORE INSERT ON hashes
WHEN NEW.number IS NOT (SELECT coalesce(max(number), -1) + 1 FROM hashes WHERE level = NEW.level)
BEGIN SELECT RAISE(ABORT, 'a hash follows the last one of its level'); END;
