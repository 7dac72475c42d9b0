"""Whether the record supports an assertion: measured by the read model, decided by the domain."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from math import inf
from typing import Any
from uuid import UUID

from application.asking import Questions, UnknownCursor
from application.assertion_names import must_be_on_record, references
from application.grounding import Grounded, grounded, measures_of
from application.ledger import Ledger
from application.moments import NOW, AsOf, LeftOut, LeftOutKind, Standpoint
from application.naming import Names
from application.occurrences import Occurrences
from application.read_model import ReadModel
from application.reading import Seen
from application.record import Record
from application.refusals import UnknownReference
from application.views.claim import Verdicts, VerdictThen
from domain.assertion import Asserted
from domain.fact import Position
from domain.formula import BOTH, Truths, Unknown
from domain.numbers import Numbers
from domain.plain_words import words_of
from domain.policy import RULES, Policy
from domain.possibility import decide
from domain.verdict import Flip, Outcome, Verdict

_FIGURES_TRIED, _REPORTS_TRIED, _REPORTS_TRIED_OF_MANY = 8, 10, 3
_MANY = 2_000
"""Of so many witnesses, fewer reports are left out to see what hangs on them: each is a question of its own."""
_MOST_TURNS = 500
"""After so many commands a page of history ends."""
_CURSOR = re.compile(rf"([0-9]{{1,15}})\.([0-9]{{1,15}})\.({'|'.join(Outcome)}|)")


class Deciding:
    """Decides assertions."""

    def __init__(self, ledger: Ledger, questions: Questions, model: ReadModel) -> None:
        self._ledger = ledger
        self._questions = questions
        self._model = model

    def verdict(self, assertion: Asserted, policy: Policy, as_of: AsOf = NOW) -> Verdict:
        """What the record says of an assertion.

        Raises:
            UnknownMoment: a moment has not come.
            UnknownReference: it names what was not on record, or what is to be left out was not; with the path to it.
            NotReadYet, ReadModelStopped: the read model has not come so far.
            TookTooLong: the question took longer than it may.
        """
        at = self._questions.standpoint(as_of)
        ground, names = self._grounded(assertion, policy, at), Names(Seen(self._ledger, at))
        found, exact = decide(ground.formula, ground.domains)
        outcome = _outcome(found)
        flips = [*_by_figures(ground, outcome), *self._by_reports(assertion, policy, at, ground, outcome, names)]
        return Verdict(
            verdict=outcome,
            words=words_of(assertion, names),
            because=[*_because(ground, outcome, exact=exact)],
            policy=policy,
            policy_version=RULES[policy].version,
            position=at.position,
            published_by=_written(as_of.published_by),
            without=[str(it) for it in at.without],
            numbers=ground.numbers,
            witnesses=ground.witnesses,
            witnesses_in_all=ground.witnesses_in_all,
            coverages=ground.coverages,
            missing=ground.missing if outcome is Outcome.NOT_DECIDABLE else [],
            flips=flips,
        )

    def history(
        self, assertion: Asserted, policy: Policy, as_of: AsOf = NOW, *, cursor: str | None = None, limit: int = 50
    ) -> Verdicts:
        """How the verdict changed over the log's history: the entries that changed it, oldest first.

        It is decided anew after each command, or whole import, that bears on it, and nowhere else. A page has at most
        `limit` changes, and looks at so many commands; it may have none and still not be the last.

        Raises:
            UnknownCursor: the cursor is not one that was given for this claim.
            UnknownMoment, UnknownReference, NotReadYet, ReadModelStopped, TookTooLong: as for `verdict`.
        """
        at, after, before = self._pinned(as_of, cursor)
        measures, named = [*measures_of(assertion)], [it.id for it in references(assertion)]
        turns = [it for it in self._model.turning_points(measures, named, at) if it > after]
        changes: list[VerdictThen] = []
        for number, turn in enumerate(turns):
            if len(changes) == limit or number == _MOST_TURNS:
                return self._verdicts(changes, policy, at, f"{at.position}.{after}.{before or ''}")
            position = Position(turn)
            outcome, because = self.outcome(assertion, policy, at._replace(position=position))
            if outcome != before:
                (entry,) = self._ledger.entries(Position(turn - 1), 1)
                changes.append(
                    VerdictThen(position=turn, recorded_at=entry.recorded_at, verdict=outcome, because=because)
                )
            after, before = position, outcome
        return self._verdicts(changes, policy, at, None)

    def outcome(self, assertion: Asserted, policy: Policy, at: Standpoint) -> tuple[Outcome, Sequence[str]]:
        """The bare outcome from a standpoint, and why: not decidable where what it names was not on record there."""
        try:
            ground = self._grounded(assertion, policy, at)
        except UnknownReference as missing:
            return Outcome.NOT_DECIDABLE, [str(missing)]
        found, exact = decide(ground.formula, ground.domains)
        return _outcome(found), [*_because(ground, _outcome(found), exact=exact)]

    @staticmethod
    def _verdicts(changes: Sequence[VerdictThen], policy: Policy, at: Standpoint, cursor: str | None) -> Verdicts:
        return Verdicts(
            items=changes,
            next=cursor,
            policy=policy,
            policy_version=RULES[policy].version,
            position=at.position,
        )

    def _pinned(self, as_of: AsOf, cursor: str | None) -> tuple[Standpoint, Position, Outcome | None]:
        """From where, after which position, and what was decided there."""
        if cursor is None:
            return self._questions.standpoint(as_of), Position(0), None
        if not (pinned := _CURSOR.fullmatch(cursor)) or int(pinned[2]) > int(pinned[1]):
            raise UnknownCursor("It is no cursor of this question: take `next` as it is.", "cursor")
        at = self._questions.standpoint(as_of._replace(known_at=Position(int(pinned[1]))))
        return at, Position(int(pinned[2])), Outcome(pinned[3]) if pinned[3] else None

    def _grounded(self, assertion: Asserted, policy: Policy, at: Standpoint) -> Grounded:
        seen = Seen(self._ledger, at)
        must_be_on_record(assertion, Record(seen))
        found = self._model.measurements([*measures_of(assertion)], policy, at)
        return grounded(assertion, found, Occurrences(seen, Names(seen)), Names(seen))

    def _by_reports(
        self, assertion: Asserted, policy: Policy, at: Standpoint, ground: Grounded, outcome: Outcome, names: Names
    ) -> Iterator[Flip]:
        """The reports without which the verdict would be another one."""
        reports = dict.fromkeys(report for it in ground.witnesses for report in it.report_ids)
        most = _REPORTS_TRIED if ground.witnesses_in_all <= _MANY else _REPORTS_TRIED_OF_MANY
        for report in [*reports][:most]:
            without = tuple(sorted({*at.without, LeftOut(LeftOutKind.REPORT, report)}))
            then, _ = self.outcome(assertion, policy, at._replace(without=without))
            if then is not outcome:
                yield Flip(report_id=report, then=then, words=f'Without the report "{names(report)}": {_plain(then)}.')


def _outcome(found: Truths) -> Outcome:
    if found == BOTH:
        return Outcome.NOT_DECIDABLE
    return Outcome.SUPPORTED if True in found else Outcome.CONTRADICTED


def _because(ground: Grounded, outcome: Outcome, *, exact: bool) -> Iterator[str]:
    for it in ground.numbers:
        most = "without an upper bound" if it.most is None else f"to {it.most:,}"
        yield f"{it.words}: {it.least:,}" if it.most == it.least else f"{it.words}: from {it.least:,} {most}"
    if outcome is Outcome.NOT_DECIDABLE:
        yield from (f"The record may not hold: {it.words}" for it in ground.missing)
        yield from ground.doubts
    if not exact:
        yield "What it hangs on is too entangled to be told apart: it was given up."


def _by_figures(ground: Grounded, outcome: Outcome) -> Iterator[Flip]:
    """The casualties, of many the largest, that would make the verdict another one, by the least change that does."""
    casualties = [(it[1], each) for it, each in ground.domains.items() if isinstance(it, tuple) and it[0] == "casualty"]
    largest = sorted(casualties, key=lambda it: -(inf if it[1].most is None else it[1].most))
    for casualty, domain in largest[:_FIGURES_TRIED]:
        unknown = ("casualty", casualty)
        if outcome is Outcome.NOT_DECIDABLE:
            yield from _fixed(ground, unknown, domain, casualty)
            continue
        for direction in (-1, 1):
            if by := _least_shift(ground, unknown, domain, direction, outcome):
                then = _decided(ground, unknown, _shifted(domain, by))
                more = "more" if by > 0 else "fewer"
                words = f"If the figure said {abs(by):,} {more}: {_plain(then)}."
                yield Flip(casualty_id=casualty, by=by, then=then, words=words)


def _fixed(ground: Grounded, unknown: Unknown, domain: Numbers, casualty: UUID) -> Iterator[Flip]:
    """What would be decided if it were known to be the least, or the most, that it may be."""
    if domain.only is not None:
        return
    for value in dict.fromkeys(it for it in (domain.least, domain.most) if it is not None):
        then = _decided(ground, unknown, Numbers(((value, value),)))
        if then is not Outcome.NOT_DECIDABLE:
            yield Flip(casualty_id=casualty, by=None, then=then, words=f"If it were exactly {value:,}: {_plain(then)}.")


def _least_shift(ground: Grounded, unknown: Unknown, domain: Numbers, direction: int, outcome: Outcome) -> int | None:
    """The least change of a figure in one direction that changes the verdict, if doubling finds one; else None."""
    bound = domain.least if direction < 0 else 4 * (domain.most or domain.least) + 1_000
    low, high = 0, 1
    while high < bound and _decided(ground, unknown, _shifted(domain, direction * high)) is outcome:
        low, high = high, 2 * high
    high = min(high, bound)
    if high <= 0 or _decided(ground, unknown, _shifted(domain, direction * high)) is outcome:
        return None
    while high - low > 1:
        middle = (low + high) // 2
        if _decided(ground, unknown, _shifted(domain, direction * middle)) is outcome:
            low = middle
        else:
            high = middle
    return direction * high


def _shifted(domain: Numbers, by: int) -> Numbers:
    return Numbers.of((max(0, low + by), None if high is None else max(0, high + by)) for low, high in domain.stretches)


def _decided(ground: Grounded, unknown: Unknown, domain: Numbers) -> Outcome:
    changed: Mapping[Any, Numbers] = {**ground.domains, unknown: domain}
    return _outcome(decide(ground.formula, changed, boxes=200)[0])


def _plain(outcome: Outcome) -> str:
    return outcome.replace("_", " ")


def _written(published_by: datetime | str | None) -> str | None:
    return published_by.isoformat() if isinstance(published_by, datetime) else published_by
