"""From whom the statements on one casualty come: reports relay reports, sources and words, back to the originals.

What a report says on a casualty, on whoever's word it says it, wins over what the report says of itself as a whole.
"""

import re
from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from unicodedata import normalize
from uuid import UUID

from domain.attribution import Attribution, OriginalSource, RelayedSource
from domain.report import Publication


@dataclass(frozen=True)
class Words:
    """Somebody who is not on record, by the words that name them, folded: an original by itself."""

    words: str


@dataclass(frozen=True)
class OwnWord:
    """What a source says by itself, relaying nobody: one original, in however many reports."""

    source_id: UUID


@dataclass(frozen=True)
class OfSource:
    """What a source says on the casualty, where it is relayed and no report of it is named."""

    source_id: UUID


@dataclass(frozen=True)
class OfReport:
    """What one report says on the casualty."""

    report_id: UUID


Step = Words | OwnWord | OfSource | OfReport
"""A step on the way from a statement back to its original."""

Original = frozenset[Step]
"""An end of the relaying: one step, or the steps of a circle that nothing leads out of. A circle is one original."""

_ARTICLE = re.compile(r"(a|an|the) (?=.)")


def folded(words: str) -> str:
    """Words as they are compared: compatible forms made one (NFKC), case folded, spaces joined, no leading article."""
    plain = " ".join(normalize("NFKC", normalize("NFKC", words).casefold()).split())
    return _ARTICLE.sub("", plain, count=1) if _ARTICLE.match(plain) else plain


class Relaying:
    """Who relays whom on one casualty: all its statements, and every report that they lead to.

    A report leads to what its own statements on the casualty come from, and where it makes none to what it says of
    itself as a whole; relaying nobody, it is its source's own word. A source that is relayed without a report leads to
    what its own reports say on the casualty; where there are none, that is its own word. What relays itself tells
    nothing of where it has it from.
    """

    def __init__(self, statements: Iterable[Attribution], reports: Mapping[UUID, Publication]) -> None:
        self._reports = reports
        self._said: defaultdict[UUID, set[OriginalSource | None]] = defaultdict(set)
        self._by_source: defaultdict[UUID, set[UUID]] = defaultdict(set)
        for it in statements:
            self._said[it.report_id].add(it.original_source)
            self._by_source[reports[it.report_id].source_id].add(it.report_id)
        self._ends: dict[Step, Original | None] = {}

    def first(self, statement: Attribution) -> Step:
        """The step that a statement itself leads to."""
        own = statement.original_source
        return self._as_a_whole(statement.report_id) if own is None else _step(own)

    def further(self, step: Step) -> Sequence[Step]:
        """The steps that a step leads to, in a fixed order; none from words, or a source's own word."""
        match step:
            case OfReport(report_id=id):
                said = {self._as_a_whole(id) if it is None else _step(it) for it in self._said.get(id, {None})} - {step}
                said = said or {OwnWord(self._reports[id].source_id)}
            case OfSource(source_id=id):
                said = {OfReport(it) for it in self._by_source.get(id, ()) if self._leads_elsewhere(it, step)}
                said = said or {OwnWord(id)}
            case Words() | OwnWord():
                said = set()
        return sorted(said, key=repr)

    def originals(self, statement: Attribution) -> frozenset[Original]:
        """The ends that a statement leads to: at least one."""
        return frozenset(self._found_ends([self.first(statement)]))

    def chains(self, statement: Attribution) -> Sequence[Sequence[Step]]:
        """A shortest way from a statement to each of its originals, the step that ends it the last."""
        came_from: dict[Step, Step | None] = {self.first(statement): None}
        waiting = deque(came_from)
        reached: dict[Original, Step] = {}
        self._found_ends(came_from)
        while waiting:
            step = waiting.popleft()
            if (original := self._ends[step]) is not None:
                reached.setdefault(original, step)
            for it in self.further(step):
                if it not in came_from:
                    came_from[it] = step
                    waiting.append(it)
        return [[*reversed([*_back(step, came_from)])] for step in reached.values()]

    def _leads_elsewhere(self, report: UUID, source: OfSource) -> bool:
        return self.further(OfReport(report)) != [source]

    def _as_a_whole(self, report: UUID) -> Step:
        publication = self._reports[report]
        original = publication.original_source
        return OwnWord(publication.source_id) if original is None else _step(original)

    def _found_ends(self, firsts: Iterable[Step]) -> Iterable[Original]:
        """The ends that can be reached from some steps; of each step on the way it is remembered whether it is one."""
        reached, waiting = set(firsts), [*firsts]
        while waiting:
            for it in self.further(waiting.pop()):
                if it not in reached:
                    reached.add(it)
                    waiting.append(it)
        if not reached <= self._ends.keys():
            graph = {it: self.further(it) for it in reached}
            for circle in _circles(graph):
                leads_out = any(it not in circle for step in circle for it in graph[step])
                self._ends.update(dict.fromkeys(circle, None if leads_out else circle))
        return {end for it in reached if (end := self._ends[it])}


def _step(original: OriginalSource) -> Step:
    match original:
        case RelayedSource(report_id=UUID() as report):
            return OfReport(report)
        case RelayedSource(source_id=source):
            return OfSource(source)
        case str():
            return Words(folded(original))


def _back(step: Step | None, came_from: Mapping[Step, Step | None]) -> Iterator[Step]:
    while step is not None:
        yield step
        step = came_from[step]


def _circles(graph: Mapping[Step, Sequence[Step]]) -> Iterator[frozenset[Step]]:
    """The strongly connected components (Tarjan 1972), not by recursion: chains are as long as somebody enters them."""
    number: dict[Step, int] = {}
    lowest: dict[Step, int] = {}
    open_: list[Step] = []
    closed: set[Step] = set()
    for root in graph:
        path = [] if root in number else [(root, iter(graph[root]))]
        while path:
            step, further = path[-1]
            if step not in number:
                number[step] = lowest[step] = len(number)
                open_.append(step)
            following = next((it for it in further if it not in closed), None)
            if following is None:
                path.pop()
                if path:
                    before = path[-1][0]
                    lowest[before] = min(lowest[before], lowest[step])
                if lowest[step] == number[step]:
                    circle = {open_.pop()}
                    while step not in circle:
                        circle.add(open_.pop())
                    closed |= circle
                    yield frozenset(circle)
            elif following in number:
                lowest[step] = min(lowest[step], number[following])
            else:
                path.append((following, iter(graph[following])))
