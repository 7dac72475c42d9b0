"""One scenario while it is audited: the record, from where it is looked at, and what things are called."""

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from interface.auditing.feature_files import Table
from interface.auditing.outcomes import Declined, Unmet
from interface.auditing.record import Record

_ID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_SHOWN = 5
_LONGEST = 200
"""Characters of the words that a question looks for, at most."""
_BESIDE = {"sources": "name", "forces": "name", "incidents": "title", "reports": "headline", "claims": "statement"}
_ONE = {"sources": "source", "forces": "force", "incidents": "incident", "reports": "report", "claims": "claim"}


class Looking:
    """From where the record is looked at: the parameters that every reading takes."""

    def __init__(
        self,
        known_at: str | None = None,
        published_by: str | None = None,
        without: Sequence[str] = (),
        policy: str | None = None,
    ) -> None:
        self.known_at = known_at
        self.published_by = published_by
        self.without = list(without)
        self.policy = policy

    def copy(self) -> "Looking":
        """The same, to be changed by one scenario."""
        return Looking(self.known_at, self.published_by, self.without, self.policy)

    @property
    def standpoint(self) -> dict[str, str]:
        """Without the policy."""
        said = {"known_at": self.known_at, "published_by": self.published_by, "without": ",".join(self.without)}
        return {name: value for name, value in said.items() if value}

    @property
    def reading(self) -> dict[str, str]:
        """With the policy, for readings with figures."""
        return self.standpoint | ({"policy": self.policy} if self.policy else {})

    @property
    def body(self) -> dict[str, Any]:
        """As the body of a command has it."""
        without = {"without": list(self.without)} if self.without else {}
        return {**self.reading, **without}


class Sitting:
    """What the steps of one scenario work with."""

    def __init__(self, record: Record, looking: Looking) -> None:
        self.record = record
        self.looking = looking
        self.names: dict[str, tuple[str, str]] = {}
        self.moments: dict[str, str] = {}
        self.verdict: Mapping[str, Any] | None = None
        self.table: Table | None = None
        self.doc: str | None = None

    def ask(self, path: str) -> Any:
        """What the record answers from the standpoint, without a policy."""
        return self.record.get(path, self.looking.standpoint)

    def rows(self, path: str, query: Mapping[str, str]) -> list[Any]:
        """Every row that answers a question with figures, from the standpoint and under the policy."""
        return self.record.rows(path, {**self.looking.reading, **query})

    def enter(self, resource: str, name: str, body: Mapping[str, Any]) -> None:
        """Enters a thing, which is called so from here on."""
        id = self.recording().post(f"/{resource}", body)["id"]
        self.names[name] = (resource, id)

    def change(self, resource: str, name: str, noun: str, body: Mapping[str, Any]) -> None:
        """Changes a thing that is called so."""
        self.recording().change(f"/{resource}/{self.id(resource, name)}", noun, body)

    def recording(self) -> Record:
        """The record, to be recorded into.

        Raises:
            Declined: it is only read.
        """
        if not self.record.takes:
            raise Declined("This step records, and the record is only read here: run it in a copy, with --scratch.")
        return self.record

    def id(self, resource: str, name: str) -> str:
        """The id of the one thing that is called so.

        Raises:
            Unmet: none is, or several are; with those that there are.
        """
        if name in self.names and self.names[name][0] == resource:
            return self.names[name][1]
        if _ID.fullmatch(name):
            return str(UUID(name))
        like = self._like(resource, name)
        called = [it for it in like if name.casefold() in {each.casefold() for each in names_of(resource, it)}]
        standing = [it for it in called if it.get("status", "standing") == "standing"] or called
        if len(standing) == 1:
            return str(standing[0]["id"])
        raise Unmet(_unclear(_ONE[resource], name, standing, like, resource))

    def side(self, side: str) -> str:
        """A side as the contract names it: a force's id, civilians, unknown or all."""
        return side if type(side) is str else self.id("forces", side)

    def moment(self, name: str) -> str:
        """A moment by the name that the scenario gave it; or as it stands: an instant, or a position of the log."""
        return self.moments.get(name, name)

    def imports(self, dataset: str, release: str) -> Sequence[str]:
        """The ids of the imports of a release.

        Raises:
            Unmet: there is none.
        """
        found = self.record.rows("/imports", {"dataset": dataset})
        ids = [str(each["id"]) for each in found if each["release"] == release]
        if not ids:
            releases = ", ".join(f'"{each["release"]}"' for each in found) or "none"
            raise Unmet(f'No import of "{release}" is on record; of this dataset there are: {releases}.')
        return ids

    def filters(self) -> dict[str, str]:
        """The filters of the step's table: a name and a value in each row."""
        return {name: self._filter(name, value) for name, value in self.pairs()}

    def pairs(self) -> Sequence[tuple[str, str]]:
        """The rows of the step's table, of two cells each.

        Raises:
            Unmet: it has other rows, or names something twice.
        """
        rows = self.table or []
        if any(len(row) != 2 for row in rows):  # noqa: PLR2004 - a name and a value
            raise Unmet("Each row of its table has two cells: a name, and a value.")
        if len({row[0] for row in rows}) < len(rows):
            raise Unmet("Its table says one thing twice.")
        return [(row[0], row[1]) for row in rows]

    def records(self) -> Sequence[Mapping[str, str]]:
        """The rows of the step's table by the headings of its first row."""
        headings, *rows = self.table or [[]]
        return [dict(zip(headings, row, strict=True)) for row in rows]

    def ids_in(self, assertion: str) -> Any:
        """An assertion as JSON, with ids where it says names.

        Raises:
            Unmet: it is no JSON, or names something that is not on record.
        """
        try:
            return self._resolved(json.loads(assertion))
        except (ValueError, RecursionError) as error:
            raise Unmet(f"The doc string is no JSON: {error}") from error

    def _filter(self, name: str, value: str) -> str:
        match name:
            case "force" | "incident" | "source":
                return self.id(f"{name}s", value)
            case "side":
                return value if value in {"civilians", "unknown", "all"} else self.id("forces", value)
            case "kind" | "group_by":
                return value.replace(", ", ",").replace(" ", "_")
            case _:
                return value.replace(", ", ",")

    def _resolved(self, value: Any, of: str = "") -> Any:
        match value:
            case dict():
                return {key: self._resolved(each, str(key)) for key, each in value.items()}
            case list():
                return [self._resolved(each, of) for each in value]
            case str() if of in {"incident", "first", "then"}:
                return self.id("incidents", value)
            case str() if of in {"force", "between"}:
                return self.id("forces", value)
            case str() if of == "side" and value not in {"civilians", "unknown", "all"}:
                return self.id("forces", value)
            case str() if of == "report_id":
                return self.id("reports", value)
            case _:
                return value

    def _like(self, resource: str, name: str) -> Sequence[Any]:
        """The things that may be called so, as they are called now, however the record is looked at."""
        if not name.strip():
            return []
        words = name if len(name) <= _LONGEST else name[:_LONGEST].rpartition(" ")[0]
        query = {"q": words} if resource == "sources" else {"q": words, "status": "any"}
        found = self.record.rows(f"/{resource}", query)
        if resource == "reports" and not any(name.casefold() == str(it["headline"]).casefold() for it in found):
            sources = [
                it for it in self.record.rows("/sources", {"q": words}) if it["name"].casefold() == name.casefold()
            ]
            for it in sources:
                found += self.record.rows("/reports", {"source": it["id"], "status": "any"})
        return list({it["id"]: it for it in found}.values())


def names_of(resource: str, thing: Mapping[str, Any]) -> Sequence[str]:
    """Every name that a thing is called by; of a report its headline, and its source's name."""
    beside = {"forces": thing.get("aliases", ()), "reports": (thing.get("source", ""),)}
    return [it for it in (thing.get(_BESIDE[resource]), *beside.get(resource, ())) if it]


def _unclear(kind: str, name: str, found: Sequence[Any], like: Sequence[Any], resource: str) -> str:
    shown = [f'"{names_of(resource, it)[0]}" ({it["id"]})' for it in (found or like)[:_SHOWN] if names_of(resource, it)]
    more = len(found or like) - len(shown)
    listed = ", ".join(shown) + (f", and {more} more" if more > 0 else "")
    if found:
        return f'{len(found)} {kind}s are called "{name}": {listed}. Say which by its id.'
    return f'No {kind} on record is called "{name}".' + (f" Alike: {listed}." if shown else "")
