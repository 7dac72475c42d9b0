"""What is asked of the log's Merkle tree: the signed checkpoint, proofs, tiles (RFC 9162; C2SP's forms)."""

from collections.abc import Sequence
from typing import Protocol

from domain.fact import Position
from domain.refusal import Refusal
from domain.value import Value


class NotSignedYet(Refusal):
    """No checkpoint of the log was signed that covers this; `casus log sign` signs one."""


class NoSuchTree(Refusal):
    """The log has no tree of that size, or none of that size has such an entry."""


class NoSuchTile(Refusal):
    """The tree has no such tile."""


class Forked(Refusal):
    """The log is not the one that was signed before: nothing is signed until somebody has looked at it."""


class Inclusion(Value):
    """That an entry is in the log (RFC 9162, 2.1.3): its leaf, the tree, and the hashes that lead to its root.

    Hashes are in base64 (RFC 4648, section 4). `checkpoint` is the signed note over this very tree, where there is one.
    """

    position: int
    index: int
    leaf_hash: str
    size: int
    root: str
    hashes: Sequence[str]
    checkpoint: str | None


class Consistency(Value):
    """That the log, when it was larger, began with what it was before (RFC 9162, 2.1.4)."""

    size1: int
    root1: str
    size2: int
    root2: str
    hashes: Sequence[str]


class Proving(Protocol):
    """The tree over the log, and the checkpoints of it that were signed."""

    def key(self) -> str:
        """The vkey (C2SP signed-note) that checkpoints are signed with; of a copy, those of the original.

        Raises:
            NotSignedYet: there is no key.
        """

    def checkpoint(self, size: int | None = None) -> bytes:
        """The signed note over the tree of that size, or the last that was signed.

        Raises:
            NotSignedYet: there is none.
        """

    def covering(self, position: Position) -> bytes:
        """The first signed note over a tree that has the entry at a position, and so all that it rests on.

        Raises:
            NotSignedYet: there is none yet.
        """

    def inclusion(self, position: Position, size: int | None = None) -> Inclusion:
        """That an entry is in the tree of a size: that of the last checkpoint if it covers the entry, or of the log.

        Raises:
            NoSuchTree: there is no such entry in it, or it is larger than the log.
        """

    def inclusion_text(self, position: Position, size: int | None = None) -> bytes:
        """The same as a tlog-proof (C2SP), which holds the checkpoint.

        Raises:
            NotSignedYet: no checkpoint of that size was signed, or none covers the entry.
            NoSuchTree: there is no such entry in it.
        """

    def consistency(self, size1: int, size2: int) -> Consistency:
        """That the tree of one size is the beginning of that of another.

        Raises:
            NoSuchTree: one is empty, or larger than the other or than the log.
        """

    def tile(self, path: str) -> bytes:
        """A tile, or a bundle of entries, by its path in tlog-tiles (C2SP).

        Raises:
            NoSuchTile: the tree has none there.
        """

    def sign(self) -> bytes | None:
        """Signs a checkpoint of the log as it is now; none where the last one is of this very tree, or there is no key.

        Raises:
            Forked: the log does not begin with what was signed last, or does not hold what its tree says.
            LogUnavailable: the log can't be read just now.
        """
