"""One change as a reader sees it: the verb, who, when and why, and what it was before and after."""

from collections.abc import Mapping
from typing import Any, Self

from application.views.view import Based, Basis, View
from domain.fact import Entry, Verb
from domain.value import Id

_BOOKKEEPING = {"version", "position", "basis"}


class Change(Based):
    """What one entry changed of one thing; `was` is empty where it begins."""

    position: int
    verb: Verb
    fact: str
    of: str
    id: Id
    was: Mapping[str, Any]
    now: Mapping[str, Any]

    @classmethod
    def between(cls, before: View | None, after: View, entry: Entry) -> Self:
        """What an entry changed between two views of the thing it is about."""
        old, new = ({} if before is None else _parts(before)), _parts(after)
        changed = [name for name in new if new[name] != old.get(name)]
        return cls(
            basis=Basis.of(entry),
            position=entry.position,
            verb=entry.fact.verb,
            fact=type(entry.fact).__name__,
            of=after.kind_of.__name__.lower(),
            id=entry.originator_id,
            was={name: old[name] for name in changed if name in old},
            now={name: new[name] for name in changed},
        )


def _parts(view: View) -> Mapping[str, Any]:
    return view.model_dump(mode="json", exclude=_BOOKKEEPING)
