"""An assertion as a formula over what the record leaves open, from what was measured of it.

Longer than most, as every kind of assertion is grounded here.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple, assert_never
from uuid import UUID

from application.measures import Measure, Measured, Measurements, Member
from application.occurrences import Occurrences
from application.unknowns import added_up, unknowns_of
from application.witnesses import doubts_of, one_of_them, witnesses_of
from domain.assertion import (
    AllAssertion,
    AnyAssertion,
    Comparison,
    CountAssertion,
    DurationAssertion,
    Incidents,
    InitiatedAssertion,
    NotAssertion,
    OrderAssertion,
    Plain,
    RankAssertion,
    RatioAssertion,
    TollAssertion,
    Tolled,
)
from domain.atoms import possible_ranks
from domain.covering import Asked, Covering, covering
from domain.edtf import CalendarDay, Dated, parse
from domain.formula import (
    Every,
    Formula,
    Holds,
    Other,
    Otherwise,
    Part,
    Ranks,
    Some,
    Times,
    Total,
    Unknown,
)
from domain.numbers import ANY_NUMBER, Numbers, between, numbers
from domain.plain_words import Named, incident_words, toll_words, whose_words
from domain.toll import Harm
from domain.verdict import Bounded, Missing, Witness

_GATE = Numbers(((0, 1),))
_YES = numbers(1, 1)


def measures_of(assertion: Any, at: str = "assertion") -> Iterator[Measure]:
    """What must be measured to decide an assertion, each with where it stands in it."""
    match assertion:
        case AllAssertion() | AnyAssertion():
            for number, each in enumerate(assertion.of):
                yield from measures_of(each, f"{at}.of.{number}")
        case NotAssertion():
            yield from measures_of(assertion.of, f"{at}.of")
        case TollAssertion(toll=toll):
            yield Measure(toll.incidents, toll, None, f"{at}.toll")
        case CountAssertion(incidents=incidents):
            yield Measure(incidents, None, None, at)
        case RankAssertion(among=among, incident=incident):
            yield Measure(among, assertion.toll, incident, at)
        case RatioAssertion(of=of, to=to):
            yield Measure(of.incidents, of, None, f"{at}.of")
            yield Measure(to.incidents, to, None, f"{at}.to")
        case OrderAssertion() | DurationAssertion() | InitiatedAssertion():
            pass
        case _:
            assert_never(assertion)


class Grounded(NamedTuple):
    """An assertion, grounded: the formula, what its unknowns may be, and everything that it rests on."""

    formula: Formula
    domains: Mapping[Unknown, Numbers]
    numbers: Sequence[Bounded]
    witnesses: Sequence[Witness]
    witnesses_in_all: int
    coverages: Sequence[UUID]
    missing: Sequence[Missing]
    doubts: Sequence[str]
    """What somebody should settle: which forces may be the same, what a dataset lacks that is declared complete."""


def grounded(assertion: Any, found: Measurements, occurrences: Occurrences, name: Named) -> Grounded:
    """The assertion as a formula, over what was measured of it in the order of `measures_of`."""
    ground = _Ground(found, occurrences, name)
    formula = ground.formula(assertion)
    return Grounded(
        formula,
        ground.domains,
        ground.numbers,
        ground.witnesses,
        ground.witnesses_in_all,
        [*ground.coverages],
        [*ground.missing.values()],
        [*dict.fromkeys(doubt for it in found.measured for doubt in doubts_of(it, found, name))],
    )


class _Ground:
    """Grounds one assertion, part by part, from left to right."""

    def __init__(self, found: Measurements, occurrences: Occurrences, name: Named) -> None:
        self._measured = iter(found.measured)
        self._declared = found.coverages
        self._last = found.last_recorded
        self._occurrences = occurrences
        self._name = name
        self.domains: dict[Unknown, Numbers] = {}
        self.numbers: list[Bounded] = []
        self.witnesses: list[Witness] = []
        self.witnesses_in_all = 0
        self.coverages: dict[UUID, None] = {}
        self.missing: dict[str, Missing] = {}

    def formula(self, assertion: Any) -> Formula:
        match assertion:
            case AllAssertion(of=of):
                return Every(tuple(map(self.formula, of)))
            case AnyAssertion(of=of):
                return Some(tuple(map(self.formula, of)))
            case NotAssertion(of=of):
                return Otherwise(self.formula(of))
            case _:
                return self._plain(assertion)

    def _plain(self, it: Plain) -> Formula:
        match it:
            case TollAssertion(toll=toll, compared=compared):
                return Holds(self._toll(toll), _wanted(compared))
            case CountAssertion(incidents=incidents, compared=compared):
                return Holds(self._count(incidents), _wanted(compared))
            case RankAssertion():
                return self._rank(it)
            case RatioAssertion(of=of, to=to, compared=compared):
                return Times(self._toll(of), self._toll(to), *compared.bounds)
            case OrderAssertion():
                return self._order(it)
            case DurationAssertion(incident=incident, force=force, compared=compared, unit=unit):
                least, most = compared.bounds
                wanted = between(least * unit.seconds, None if most is None else most * unit.seconds)
                return self._told(("lasted", incident, force), self._occurrences.seconds(incident, force), wanted)
            case InitiatedAssertion(incident=incident, force=force, report_id=report):
                told = self._occurrences.initiated(incident, force, report)
                return self._told(("initiated", incident, force, report), told, _YES)
            case _:
                assert_never(it)

    def _order(self, it: OrderAssertion) -> Formula:
        first, then = it.first, it.then
        if it.days is None:
            return self._told(("before", first, then), self._occurrences.before(first, then), _YES)
        least, most = it.days.bounds
        wanted = between(least + 1, None if most is None else most + 1)
        return self._told(("days", first, then), self._occurrences.days_between(first, then), wanted)

    def _told(self, unknown: Unknown, told: tuple[Numbers, Sequence[Witness]], wanted: Numbers | None) -> Formula:
        """Something that is not counted: what it may be, and who tells it."""
        self.domains[unknown], witnesses = told
        self._witness(witnesses, len(witnesses))
        return Holds(Total((Part(unknown),)), wanted)

    def _toll(self, toll: Tolled) -> Total:
        measured = next(self._measured)
        of = (toll.harm, toll.side, toll.person_status, toll.group)
        parts = [*self._hidden(toll.incidents, of, measured)]
        if measured.every:
            parts += self._one_by_one(measured.members, of, toll.incidents)
        else:
            self.domains["tolls", toll.incidents, of] = added_up(measured)
            parts.append(Part(("tolls", toll.incidents, of)))
        if toll.incidents.incident is not None and not measured.members:
            self.domains["gone", toll.incidents.incident, of] = ANY_NUMBER  # retracted: nothing is said of it any more
            parts.append(Part(("gone", toll.incidents.incident, of)))
        total = Total(tuple(parts))
        self._reckon(toll_words(toll, self._name), total)
        self._witness_members(measured)
        return total

    def _one_by_one(self, members: Iterable[Member], of: Any, which: Incidents) -> Iterator[Part]:
        for it in members:
            gate = None if it.certain else self._gate(it.incident_id, which)
            for unknown, domain in unknowns_of(it, of):
                self.domains[unknown] = domain
                yield Part(unknown, gate)

    def _gate(self, incident: UUID, which: Incidents) -> Unknown:
        gate = ("among", incident, which)
        self.domains[gate] = _GATE
        return gate

    def _count(self, which: Incidents) -> Total:
        measured = next(self._measured)
        certain = sum(it.incidents for it in measured.tallies if it.certain)
        self.domains["certain", which] = numbers(certain, certain)
        parts = [Part(("certain", which))]
        if measured.every:
            parts += [Part(self._gate(it.incident_id, which)) for it in measured.members if not it.certain]
        else:
            self.domains["perhaps", which] = numbers(0, sum(it.incidents for it in measured.tallies if not it.certain))
            parts.append(Part(("perhaps", which)))
        total = Total((*parts, *self._hidden(which, None, measured)))
        self._reckon(incident_words(which, self._name), total)
        self._witness((one_of_them(it) for it in measured.members), sum(it.incidents for it in measured.tallies))
        return total

    def _rank(self, it: RankAssertion) -> Formula:
        measured, of = next(self._measured), (it.harm, it.side, it.person_status, it.group)
        alone = measured.apart
        self._witness_members(measured)
        if alone is None:
            says = f"{self._name(it.incident)} is not one of them."
            self._witness([Witness(incident_id=it.incident, says=says)], 1)
            return Holds(Total(()), None)
        subject = Total(tuple(self._one_by_one([alone._replace(certain=True)], of, it.among)))
        self._reckon(f'{whose_words(it.toll, self._name)} in "{self._name(it.incident)}"', subject)
        others = tuple(Other(each.least, each.most, each.certain, each.incidents) for each in measured.tallies)
        ranks = Ranks(subject, others, self._beyond(it.among, it.harm, measured), it.tied, _wanted(it.compared))
        may_be = possible_ranks(ranks, self.domains)
        self.numbers.append(Bounded(words=f'rank of "{self._name(it.incident)}"', least=may_be.least, most=may_be.most))
        if alone.certain:
            return ranks
        return Every((Holds(Total((Part(self._gate(alone.incident_id, it.among)),)), _YES), ranks))

    def _hidden(self, which: Incidents, of: Any, measured: Measured) -> Iterator[Part]:
        """What incidents add that the record may not hold: nothing where it is declared to hold them all."""
        if which.incident is not None:
            return
        covered = self._covering(which, measured)
        if covered.complete and (covered.fewest == 0 or (of and of[0] is Harm.KILLED and covered.fewest == 1)):
            return
        self._miss_lesser(covered)
        self.domains["hidden", which, of] = ANY_NUMBER
        yield Part(("hidden", which, of))

    def _beyond(self, which: Incidents, harm: Harm, measured: Measured) -> int | None:
        """The most that may have been harmed in an incident that the record does not hold; -1 if there is none."""
        covered = self._covering(which, measured)
        if covered.complete and covered.fewest == 0:
            return -1
        if covered.complete and harm is Harm.KILLED:
            return covered.fewest - 1
        self._miss_lesser(covered)
        return None

    def _covering(self, which: Incidents, measured: Measured) -> Covering:
        if self._last is None:
            return Covering(complete=False, fewest=0, by=(), missing=())
        today = CalendarDay(self._last.year, self._last.month, self._last.day).ordinal
        first, last = None, today
        if which.occurred:
            span = parse(which.occurred)
            first = span.earliest.ordinal if isinstance(span.begin, Dated) and span.earliest else None
            last = span.latest.ordinal if isinstance(span.end, Dated) and span.latest else today
        asked = Asked(which.countries, which.box, which.kinds, first, last, which.min_killed or 0)
        covered = covering(asked, [it for it in self._declared if it.id not in measured.lacking])
        self.coverages |= dict.fromkeys(covered.by)
        self.missing |= {it.words: it for it in covered.missing}
        return covered

    def _miss_lesser(self, covered: Covering) -> None:
        if covered.complete:
            words = f"Incidents in which fewer than {covered.fewest} were killed."
            self.missing[words] = Missing(min_killed=0, words=words)

    def _reckon(self, words: str, total: Total) -> None:
        may_be = total.over(self.domains)
        self.numbers.append(Bounded(words=words, least=may_be.least, most=may_be.most))

    def _witness_members(self, measured: Measured) -> None:
        members = [*([measured.apart] if measured.apart else []), *measured.members]
        count = sum(it.incidents for it in measured.tallies) + (measured.apart is not None)
        self._witness((each for it in members for each in witnesses_of(it)), count)

    def _witness(self, witnesses: Iterable[Witness], count: int) -> None:
        for it in witnesses:
            if len(self.witnesses) < _MOST_WITNESSES and it not in self.witnesses:
                self.witnesses.append(it)
        self.witnesses_in_all += count


_MOST_WITNESSES = 100


def _wanted(compared: Comparison) -> Numbers | None:
    return between(*compared.bounds)
