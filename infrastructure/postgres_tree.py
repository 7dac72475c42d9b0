"""The tree's hashes in the log's PostgreSQL database, beside the entries."""

from collections.abc import Sequence

from infrastructure.merkle.tree import grown
from infrastructure.postgres_server import Connection

HASHES = "SELECT hash FROM hashes WHERE level = %s AND number >= %s AND number < %s ORDER BY number"


class _StoredHashes:
    """The hashes that a transaction sees."""

    def __init__(self, db: Connection) -> None:
        self._db = db

    def hashes(self, level: int, first: int, count: int) -> Sequence[bytes]:
        return [hash for (hash,) in self._db.execute(HASHES.encode(), [level, first, first + count])]


def grow(db: Connection, before: int, leaf_hashes: Sequence[bytes]) -> None:
    """Adds these leaves to the tree of so many, in one statement, whose trigger looks at them together."""
    added = [*grown(_StoredHashes(db), before, leaf_hashes)]
    db.execute(
        b"INSERT INTO hashes SELECT * FROM unnest(%s::smallint[], %s::bigint[], %s::bytea[])",
        [list(column) for column in zip(*added, strict=True)],
    )
