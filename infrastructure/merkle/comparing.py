"""Entries compared with the leaf hashes that are kept beside them, and both with what was signed.

A hash that leads to a signed root is what was signed; an entry that has another hash is not. So the first wrong entry
can be named where the hashes were left alone. Where they were changed with the entries, the signed roots of smaller
sizes tell between which of them it lies.
"""

from collections.abc import Sequence
from itertools import takewhile
from typing import NamedTuple

from application.verifying import Finding
from infrastructure.merkle.frontier import Frontier
from infrastructure.merkle.tree import WIDTH


class Signed(NamedTuple):
    """The root of a size, as a trusted key has signed it, and where that was read."""

    size: int
    root: bytes
    called: str


class _Side:
    """The entries, or the hashes beside them: a growing tree of their own, and which signed roots it has."""

    def __init__(self, signed: Sequence[Signed]) -> None:
        self._frontier: Frontier | None = Frontier()
        self._waiting = [*signed]
        self.right: set[Signed] = set()
        self._meet(0, ())

    @property
    def good(self) -> int:
        """How many of the first are what was signed, for certain."""
        return max((it.size for it in self.right), default=0)

    def go_on(self, first: int, hashes: Sequence[bytes | None]) -> None:
        """By up to 256; a leaf that is not there ends it, as no root after that can be told."""
        known = [*takewhile(lambda it: it is not None, hashes)]
        whole = [it for it in known if it is not None]
        self._meet(first, whole)
        if len(whole) < WIDTH:
            self._frontier = None
        elif self._frontier:
            self._frontier.add(whole)

    def _meet(self, first: int, hashes: Sequence[bytes]) -> None:
        while self._waiting and self._waiting[0].size <= first + len(hashes):
            signed = self._waiting.pop(0)
            here = signed.size - first
            if self._frontier is not None and here >= 0 and self._frontier.root(hashes[:here]) == signed.root:
                self.right.add(signed)


class Comparison:
    """A log as it is read, 256 entries after the other, held against what was signed of it."""

    def __init__(self, signed: Sequence[Signed]) -> None:
        self._signed = sorted(signed)
        self._entries, self._hashes = _Side(self._signed), _Side(self._signed)
        self._first_other: int | None = None
        self._noted: Finding | None = None
        self.read = 0
        """How far it was read: the position of the last entry."""

    def note(self, position: int, words: str) -> None:
        """What is wrong with the entry at a position whatever its hash is; of several the first counts."""
        if self._noted is None or position < (self._noted.position or 0):
            self._noted = Finding(position=position, words=words)

    def go_on(self, found: Sequence[bytes | None], kept: Sequence[bytes | None]) -> None:
        """Goes on by up to 256: the hashes of the entries that were found, None where there is none, and those kept."""
        for at, (one, other) in enumerate(zip(found, kept, strict=True), self.read + 1):
            if one != other and self._first_other is None and one is not None:
                self._first_other = at
        self._hashes.go_on(self.read, kept)
        self._entries.go_on(self.read, found)
        self.read += len(found)

    def findings(self) -> Sequence[Finding]:
        """What is wrong with the entries, the first wrong one first; none where they are what was signed."""
        noted = [self._noted] if self._noted else []
        wrong = [it for it in self._signed if it not in self._entries.right and it.size <= self.read]
        if not wrong:
            return sorted([*noted, *self._beside()], key=lambda it: it.position or 0)
        other, told = self._first_other, min(wrong)
        if other is not None and other <= self._hashes.good:
            found = Finding(position=other, words=_CHANGED)
        elif noted and (noted[0].position or 0) <= told.size:
            found = None  # what was signed can't be reached over it, and it is the first that is seen to be wrong
        else:
            found = self._between(told)
        return sorted([*noted, *([found] if found else [])], key=lambda it: it.position or 0)

    def _beside(self) -> Sequence[Finding]:
        """Where entries are what was signed, or nothing was, but the hashes beside them are others."""
        if self._first_other is None:
            return ()
        sure = self._first_other <= self._entries.good
        words = "The entry is what was signed, but the hash that is kept of it is another." if sure else _OTHER
        return [Finding(position=self._first_other, words=words)]

    def _between(self, told: Signed) -> Finding:
        right = max((it.size for it in self._entries.right if it.size < told.size), default=0)
        if right < self._hashes.good < told.size:
            right = self._hashes.good  # and no entry up to there has another hash
        if right + 1 == told.size:
            return Finding(position=told.size, words=_CHANGED)
        words = f"From here to entry {told.size} the log is another than {told.called} says"
        if self._first_other is not None and right < self._first_other <= told.size:
            words += f"; entry {self._first_other} has another hash than is kept of it"
        else:
            words += ", and the hashes that are kept of it are changed as well"
        return Finding(position=right + 1, until=told.size, words=f"{words}.")


_CHANGED = "It is not what was signed: its content or something else of it was changed."
_OTHER = "Its hash is another than the one that is kept of it."
