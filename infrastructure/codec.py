"""Facts as bytes and back: plain JSON under a closed registry of names, each form of a fact readable for ever."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, cast
from uuid import UUID

from eventsourcing.persistence import JSONTranscoder, Mapper, StoredEvent
from pydantic_core import from_json

from application.recording import Draft, StoredDraft, StoredEntry
from domain.casualty import Casualty
from domain.claim import Claim
from domain.coverage import Coverage
from domain.fact import Aggregate, Entry, Fact
from domain.force import Force
from domain.imports import Import
from domain.incident import Incident
from domain.report import Report
from domain.source import Source

AGGREGATES: tuple[type[Aggregate[Any, Any]], ...] = (
    Source,
    Report,
    Force,
    Incident,
    Casualty,
    Coverage,
    Import,
    Claim,
)

FACTS = tuple(fact for kind in AGGREGATES for fact in kind.facts())
"""Every fact that can be in a log."""

Upcast = Callable[[dict[str, Any]], dict[str, Any]]
"""Takes the content of one stored form of a fact, gives that of the next."""

UPCASTS: Mapping[str, tuple[Upcast, ...]] = {
    "FigureRevised": (dict,),  # form 2 may name what corrects it; form 1 named nothing
    "CoverageDeclared": (dict,),  # form 2 may say for which harms tolls are complete; form 1 said it of none
    "ImportBegun": (dict,),  # the same, of what the release declares itself complete for
}
"""By fact: the upcast from form 1 to 2, from 2 to 3, ... A form is never edited: it gets a next one, and an upcast."""


class UnreadableEntry(Exception):
    """A stored entry that this version of Casus can't read: its fact or form is unknown, or its content is not it."""


class Codec(Mapper[UUID]):
    """Writes drafts as stored drafts, reads stored entries; a name outside its registry is refused, never imported."""

    def __init__(
        self, facts: Iterable[type[Fact]] = FACTS, upcasts: Mapping[str, tuple[Upcast, ...]] = UPCASTS
    ) -> None:
        super().__init__(JSONTranscoder())
        # The same as `Entry(...)`, which takes 1.4 times as long.
        self._entry: Callable[[dict[str, Any]], Entry] = Entry.__pydantic_validator__.validate_python
        self._facts = {fact.__name__: fact for fact in facts}
        self._upcasts = upcasts
        self._forms = {name: 1 + len(upcasts.get(name, ())) for name in self._facts}

    def to_stored_event(self, domain_event: Any) -> StoredDraft:
        """The bytes of a draft: its fact as JSON, without fields that are none."""
        draft: Draft = domain_event
        name = type(draft.fact).__name__
        return StoredDraft(
            originator_id=draft.originator_id,
            originator_version=draft.originator_version,
            topic=name,
            state=draft.fact.__pydantic_serializer__.to_json(draft.fact, exclude_none=True),
            form=self._forms[name],
            recorded_by=draft.recorded_by,
            cause=draft.cause,
        )

    def to_domain_event(self, stored_event: StoredEvent) -> Entry:
        """The entry that was stored.

        Raises:
            UnreadableEntry: its fact, its form or its content is not known here.
        """
        assert isinstance(stored_event, StoredEntry)
        return self._entry(
            {
                "position": stored_event.id,
                "originator_id": stored_event.originator_id,
                "originator_version": stored_event.originator_version,
                "recorded_at": stored_event.recorded_at,
                "recorded_by": stored_event.recorded_by,
                "cause": stored_event.cause,
                "fact": self._fact(stored_event),
            }
        )

    def _fact(self, stored: StoredEntry) -> Fact:
        kind = self._facts.get(stored.topic)
        if kind is None or not 1 <= stored.form <= self._forms[stored.topic]:
            raise UnreadableEntry(f"Position {stored.id}: this Casus knows no {stored.topic} of form {stored.form}.")
        try:
            if stored.form == self._forms[stored.topic]:
                return cast("Fact", kind.__pydantic_validator__.validate_json(stored.state))
            content = from_json(stored.state)
            if not isinstance(content, dict):
                raise TypeError("a fact is a JSON object")  # noqa: TRY301 - said below, with its place
            for upcast in self._upcasts[stored.topic][stored.form - 1 :]:
                content = upcast(content)
            return kind.model_validate(content)
        except (ValueError, KeyError, TypeError) as error:
            raise UnreadableEntry(f"Position {stored.id}: the content is not a {stored.topic}: {error}") from error
