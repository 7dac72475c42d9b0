"""What all views share."""

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from functools import reduce
from typing import Any, ClassVar, Self
from uuid import UUID

from domain.fact import Aggregate, Entry, Verb
from domain.value import Id, Instant, Value


class Basis(Value):
    """The entry that something rests on: where it is, who recorded it when and why, on the word of which report."""

    position: int
    recorded_at: Instant
    recorded_by: str
    cause: Id
    reason: str | None = None
    report_id: Id | None = None

    @classmethod
    def of(cls, entry: Entry) -> Self:
        """What is said by this entry rests on this."""
        return cls(
            position=entry.position,
            recorded_at=entry.recorded_at,
            recorded_by=entry.recorded_by,
            cause=entry.cause,
            reason=getattr(entry.fact, "reason", None),
            report_id=getattr(entry.fact, "report_id", None),
        )


class Based(Value):
    """One of several things of a kind, with the entry that it rests on."""

    basis: Basis


class View(Value):
    """A thing as a reader sees it: its version, the position it was last changed at, and what each part rests on."""

    kind_of: ClassVar[type[Aggregate[Any, Any]]]
    """The aggregate whose streams it shows."""
    id: Id
    version: int
    position: int
    basis: Mapping[str, Basis]

    @classmethod
    def of(cls, entries: Sequence[Entry]) -> Self:
        """The view after these entries of one stream, the first of which opens it."""
        return reduce(cls.after, entries[1:], cls.opened(entries[0]))

    @classmethod
    @abstractmethod
    def opened(cls, entry: Entry) -> Self:
        """The view after the entry that opens the stream."""

    @abstractmethod
    def after(self, entry: Entry) -> Self:
        """The view after one more entry."""

    @classmethod
    def _first(cls, entry: Entry, **parts: Any) -> Self:
        return cls(
            id=entry.originator_id, version=1, position=entry.position, basis={"opened": Basis.of(entry)}, **parts
        )

    def _with(self, entry: Entry, **changes: Any) -> Self:
        bookkeeping = {
            "version": entry.originator_version,
            "position": entry.position,
            "basis": {**self.basis, **dict.fromkeys(changes, Basis.of(entry))},
        }
        return self.model_copy(update={**changes, **bookkeeping})


class EntryView(Value):
    """One entry of a history: which fact, at which place, by whom, and what it says."""

    position: int
    id: Id
    version: int
    recorded_at: Instant
    recorded_by: str
    cause: Id
    verb: Verb
    fact: str
    content: Mapping[str, Any]

    @classmethod
    def of(cls, entry: Entry) -> Self:
        """The entry as a reader sees it; `content` is what its stored bytes say."""
        return cls(
            position=entry.position,
            id=entry.originator_id,
            version=entry.originator_version,
            recorded_at=entry.recorded_at,
            recorded_by=entry.recorded_by,
            cause=entry.cause,
            verb=entry.fact.verb,
            fact=type(entry.fact).__name__,
            content=entry.fact.model_dump(mode="json", exclude_none=True),
        )


def without(ids: Sequence[UUID], id: UUID) -> tuple[UUID, ...]:
    """The ids but one."""
    return tuple(each for each in ids if each != id)
