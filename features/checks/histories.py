"""Histories that might have been, and logs that hold only a part of one.

`histories` draws them, `played` plays one on a real log. The same seed plays the same history, and with fewer steps its
beginning, so that a failure is told by two numbers.
"""

import json
import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

from hypothesis import strategies as st

from domain.refusal import Refusal
from features.checks.deeds import BEGINNING, DEEDS, PUBLISHED
from features.checks.logs import Logs
from features.checks.story import Story


class Program(NamedTuple):
    """What a history follows from."""

    seed: int
    steps: int


CUTOFFS: Mapping[str, str] = {
    "2018-02-07": "2018-02-07T23:59:59.999999Z",
    "2018-02-08T09:59:59.999999Z": "2018-02-08T09:59:59.999999Z",
    "2018-02-08T10:00:00Z": "2018-02-08T10:00:00Z",
    "2018-02-08": "2018-02-08T23:59:59.999999Z",
    "2018-02-09T21:30:00Z": "2018-02-09T21:30:00Z",
    "2018-02-09": "2018-02-09T23:59:59.999999Z",
    "2018-02-08/2018-02-10": "2018-02-10T23:59:59.999999Z",
    "2018-02": "2018-02-28T23:59:59.999999Z",
    "2018-12-30": "2018-12-30T23:59:59.999999Z",
    "2018": "2018-12-31T23:59:59.999999Z",
}
"""Cut-offs that may be asked about, each with its last instant."""

ASKED_ABOUT: Mapping[str, str] = {"ClaimMade": "assertion", "ClaimAudited": "witnesses"}
"""By fact: the part of it that names what it does not rest on."""

histories = st.builds(Program, st.integers(0, 2**32 - 1), st.integers(20, 60))


def played(program: Program, directory: Path) -> Logs:
    """The log of a history in which an hour to a day passes between commands; whoever asked closes it."""
    logs = Logs(directory)
    random = Random(program.seed)
    story = Story(logs, random)
    for step in range(len(BEGINNING) + program.steps):
        deed = BEGINNING[step] if step < len(BEGINNING) else random.choices(DEEDS, [it.often for it in DEEDS])[0]
        logs.clock.now += timedelta(hours=random.randint(1, 24))
        with suppress(Refusal):
            story.do(deed)
    return logs


class Row(NamedTuple):
    """An entry as the file holds it."""

    position: int
    stream: str
    version: int
    recorded_at: str
    recorded_by: str
    cause: str
    fact: str
    form: int
    content: str


def rows(logs: Logs) -> Sequence[Row]:
    """The entries that a log holds."""
    return [Row(*row) for row in logs.plain().execute("SELECT * FROM entries ORDER BY position")]


def holding(entries: Sequence[Row], directory: Path) -> Logs:
    """A log that holds these entries and no others, byte for byte; whoever asked closes it."""
    logs = Logs(directory)
    logs.open()
    logs.plain().executemany(f"INSERT INTO entries VALUES ({','.join('?' * len(Row._fields))})", entries)
    return logs


def truncated(entries: Sequence[Row], position: int) -> Sequence[Row]:
    """The entries of a log that ended at a position."""
    return [it for it in entries if it.position <= position]


def settled(entries: Sequence[Row], position: int) -> int:
    """The position, or the next after it at which no merger is half told: its two entries share their time."""
    while 0 < position < len(entries) and entries[position].recorded_at == entries[position - 1].recorded_at:
        position += 1
    return position


def without_later(entries: Sequence[Row], cutoff: str) -> Sequence[Row]:
    """The entries of a log in which none was made that rests on a report not certainly published by one of CUTOFFS.

    Read off the stored JSON: whatever id is written in it is named, but for what is only asked about.
    """
    last = datetime.fromisoformat(CUTOFFS[cutoff])

    def late(entry: Row, content: Any) -> bool:
        return entry.fact == "ReportRecorded" and not _by(last, PUBLISHED[content["published_at"]])

    return _never_made(entries, late)


def without(entries: Sequence[Row], left_out: Collection[str]) -> Sequence[Row]:
    """The entries of a log in which none of these was made, nor any that rests on them: `report:...`, `cause:...`."""
    return _never_made(entries, lambda it, _: bool({it.stream, it.cause} & {each.split(":")[1] for each in left_out}))


def left_out(entries: Sequence[Row], random: Random) -> Sequence[str]:
    """One to three reports, sources or causes of these entries, as a query names them; none where there are none.

    Never a split that a merger follows: no log could have been made without it, and then with that.
    """
    merging = [it.position for it in entries if it.fact in {"IncidentMerged", "ForceMerged"}]
    undone = {it.cause for it in entries if "Split" in it.fact and any(it.position < later for later in merging)}
    kinds = {"ReportRecorded": "report", "SourceRegistered": "source"}
    named = [f"{kinds[it.fact]}:{it.stream}" for it in entries if it.fact in kinds]
    causes = [f"cause:{it.cause}" for it in entries if it.cause not in undone]
    if not named or not causes:
        return []
    return sorted(set(random.choices([*named, *random.choices(causes, k=len(named))], k=random.randint(1, 3))))


def _never_made(entries: Sequence[Row], unmade: Callable[[Row, Any], bool]) -> Sequence[Row]:
    made: list[Row] = []
    versions: dict[str, int] = {}
    for entry in entries:
        content = json.loads(entry.content)
        asked_about = ASKED_ABOUT.get(entry.fact)
        named = ids_in({name: part for name, part in content.items() if name != asked_about})
        rests_on = {*named, *([] if entry.version == 1 else [entry.stream])}
        if not unmade(entry, content) and rests_on <= versions.keys():
            versions[entry.stream] = versions.get(entry.stream, 0) + 1
            made.append(entry._replace(position=len(made) + 1, version=versions[entry.stream]))
    return made


def ids_in(content: Any) -> Iterator[str]:
    """Every id that is written anywhere in a fact."""
    match content:
        case dict() | list():
            for part in content.values() if isinstance(content, dict) else content:
                yield from ids_in(part)
        case str() if re.fullmatch("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", content):
            yield content


def _by(last: datetime, end: str | None) -> bool:
    return end is not None and datetime.fromisoformat(end) <= last
